import type { JsonObject, Mapped } from '@binnacle/plugin-kit';
import { logOf, mapRecord, metricOf, spanOf } from '@binnacle/plugin-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { claudeCode } from './mapping.js';

const typesOf = (mapped: Mapped | undefined) => mapped?.events.map(({ type }) => type);
const payloads = (mapped: Mapped | undefined) => mapped?.events.map(({ payload }) => payload);

describe('Claude Code', () => {
  const log = (name: string, attributes: JsonObject = {}) =>
    mapRecord(
      claudeCode,
      logOf({ body: `claude_code.${name}`, attributes: { 'session.id': 's1', 'event.name': name, ...attributes } }),
    );

  it('ends a tool that was refused', () => {
    expect(typesOf(log('tool_decision', { decision: 'reject', tool_use_id: 't1' }))).toEqual([
      'tool:called',
      'tool:failed',
    ]);
  });

  it('tells of an error of the model as its answer', () => {
    expect(payloads(log('api_error', { error: 'overloaded', status_code: '529' }))).toMatchObject([
      { error: 'overloaded', status_code: 529 },
    ]);
  });

  it('puts no running total, and no sum of a session that is not named, where sums are made', () => {
    const name = 'claude_code.cost.usage';
    const point = { name, value: 2, attributes: { 'session.id': 's1', model: 'm' } };
    expect(payloads(mapRecord(claudeCode, metricOf(point)))).toEqual([{ model: 'm', cost_usd: 2 }]);
    for (const other of [metricOf({ ...point, temporality: 2 }), metricOf({ ...point, attributes: { model: 'm' } })]) {
      expect(mapRecord(claudeCode, other)).toMatchObject({ events: [], keepRaw: true });
    }
    expect(mapRecord(claudeCode, metricOf({ name: 'claude_code.commit.count' }))).toBeUndefined();
  });

  it('tells what it said, and what changed about it', () => {
    expect(log('assistant_response', { response: 'Done.', request_id: 'r1' })?.events).toMatchObject([
      { type: 'model:message', payload: { role: 'assistant', text: 'Done.' }, fact: 'r1' },
    ]);
    expect(payloads(log('permission_mode_changed', { from_mode: 'default', to_mode: 'plan' }))).toEqual([
      { from: 'default', mode: 'plan' },
    ]);
    expect(payloads(log('mcp_server_connection', { status: 'failed', error_code: 'ECONNREFUSED' }))).toEqual([
      { status: 'failed', error_code: 'ECONNREFUSED' },
    ]);
  });

  it('tells what it said in the conversation, and not what it answers itself beside it', () => {
    const from = (query_source: string) => typesOf(log('assistant_response', { response: 'Tidy up', query_source }));
    for (const source of [
      'repl_main_thread',
      'repl_main_thread:outputStyle:custom',
      'sdk',
      'agent:builtin:general-purpose',
    ])
      expect(from(source)).toEqual(['model:message']);
    for (const source of ['generate_session_title', 'prompt_suggestion', 'bash_extract_prefix', 'agent_summary'])
      expect(from(source)).toEqual([]);
  });

  it('leaves a call without a request id to its span, where there is one', () => {
    const record = (attributes: JsonObject, spanId = '') =>
      mapRecord(
        claudeCode,
        logOf({ body: 'claude_code.api_request', spanId, attributes: { 'session.id': 's1', ...attributes } }),
      );
    expect(typesOf(record({}))).toEqual(['model:response']);
    expect(typesOf(record({ request_id: 'r1' }, '068165dec9f860b8'))).toEqual(['model:response']);
    expect(record({}, '068165dec9f860b8')).toMatchObject({ events: [], keepRaw: true });
  });

  it('leaves out what stands for a text that it was not told to send', () => {
    const redacted = '<REDACTED>';
    expect(payloads(log('user_prompt', { prompt: redacted }))).toEqual([{ text: '', redacted: true }]);
    expect(log('assistant_response', { response: redacted })).toMatchObject({ events: [], keepRaw: true });
    const span = spanOf({ name: 'claude_code.interaction', attributes: { user_prompt: redacted } });
    expect(payloads(mapRecord(claudeCode, span))?.[0]).toEqual({ name: 'Claude Code' });
  });

  it('is blocked by what somebody or a hook decides, not by what its settings do', () => {
    const waited = (source: string) =>
      typesOf(
        mapRecord(
          claudeCode,
          spanOf({ name: 'claude_code.tool.blocked_on_user', attributes: { decision: 'accept', source } }),
        ),
      );
    for (const source of ['user_temporary', 'user_reject', 'hook']) {
      expect(waited(source)).toEqual(['agent:blocked', 'agent:resumed']);
    }
    for (const source of ['config', 'unknown']) expect(waited(source)).toEqual([]);
  });

  it('keeps what it does not know, as the same agent’s: records of newer versions, spans of hooks', () => {
    expect(log('hook_execution_start')).toMatchObject({ events: [], keepRaw: true, agentId: 'claude-code:s1' });
    const span = spanOf({ name: 'claude_code.hook', attributes: { 'span.type': 'hook', 'session.id': 's1' } });
    expect(mapRecord(claudeCode, span)).toMatchObject({ events: [], keepRaw: true, agentId: 'claude-code:s1' });
  });

  it('names a subagent by its id, and the session’s agent as somebody named it', () => {
    expect(log('tool_result', { agent_id: 'a1' })?.agentId).toBe('a1');
    // Claude Code repeats attributes of the resource in every record.
    expect(log('tool_result', { 'gen_ai.agent.name': 'ada' })?.agentId).toBe('ada');
  });
});
