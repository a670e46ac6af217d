import type { JsonObject, Mapped } from '@binnacle/plugin-kit';
import { logOf, mapRecord } from '@binnacle/plugin-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { codex } from './mapping.js';

const typesOf = (mapped: Mapped | undefined) => mapped?.events.map(({ type }) => type);
const payloads = (mapped: Mapped | undefined) => mapped?.events.map(({ payload }) => payload);

describe('Codex', () => {
  const log = (name: string, attributes: JsonObject = {}) =>
    mapRecord(
      codex,
      logOf({
        eventName: 'event otel/src/otel_manager.rs:1',
        resource: { 'service.name': 'codex_cli_rs' },
        attributes: { 'event.name': name, 'conversation.id': 'c1', ...attributes },
      }),
    );

  it('tells of the conversation, prompts, requests and answers', () => {
    expect(typesOf(log('codex.conversation_starts'))).toEqual(['agent:started']);
    expect(payloads(log('codex.user_prompt', { prompt: 'Hi' }))).toEqual([{ text: 'Hi' }]);
    expect(payloads(log('codex.user_prompt', { prompt: '[REDACTED]' }))).toEqual([{ text: '', redacted: true }]);
    expect(log('codex.api_request', { duration_ms: '35' })?.events).toMatchObject([
      { type: 'model:request', earlierMs: 35 },
    ]);
    expect(log('codex.sse_event', { 'event.kind': 'response.output_item.done' })).toMatchObject({
      events: [],
      keepRaw: true,
      agentId: 'codex:c1',
    });
    const done = log('codex.sse_event', {
      'event.kind': 'response.completed',
      model: 'gpt-5',
      input_token_count: '100',
      output_token_count: '20',
      cached_token_count: '60',
      reasoning_token_count: '5',
    });
    expect(done).toMatchObject({ sessionId: 'c1', agentId: 'codex:c1' });
    expect(payloads(done)).toEqual([
      {
        model: 'gpt-5',
        input_tokens: 100,
        output_tokens: 20,
        cache_read_tokens: 60,
        reasoning_tokens: 5,
      },
    ]);
  });

  it('counts an answer once, of which Codex writes the end as a piece and again with its tokens', () => {
    const piece = { 'event.kind': 'response.completed', model: 'gpt-5', duration_ms: '0' };
    expect(log('codex.sse_event', piece)).toMatchObject({ events: [], keepRaw: true });
    expect(typesOf(log('codex.sse_event', { ...piece, input_token_count: '0' }))).toEqual(['model:response']);
  });

  it('tells of tools by their call, and of success by its text', () => {
    const call = { tool_name: 'shell', call_id: 'call_1' };
    expect(log('codex.tool_decision', { ...call, decision: 'approved' })?.events).toMatchObject([
      { type: 'tool:called', fact: 'call_1' },
    ]);
    expect(typesOf(log('codex.tool_decision', { ...call, decision: 'denied' }))).toEqual([
      'tool:called',
      'tool:failed',
    ]);
    const ended = log('codex.tool_result', { ...call, success: 'true', duration_ms: '28', arguments: '{"c":1}' });
    expect(ended?.events).toMatchObject([
      { type: 'tool:completed', fact: 'call_1', payload: { duration_ms: 28, input: { c: 1 } } },
    ]);
    expect(typesOf(log('codex.tool_result', { ...call, success: 'false' }))).toEqual(['tool:failed']);
  });

  it('tells of an answer that failed, with why', () => {
    for (const kind of [{ 'event.kind': 'response.failed' }, {}] as JsonObject[]) {
      const failed = log('codex.sse_event', { ...kind, 'error.message': 'stream closed', model: 'gpt-5' });
      expect(payloads(failed)).toEqual([{ model: 'gpt-5', error: 'stream closed' }]);
    }
  });

  it('names the agent as its hooks do, unless somebody gave it a name', () => {
    const record = (resource: JsonObject) =>
      mapRecord(codex, logOf({ resource, attributes: { 'event.name': 'codex.user_prompt', 'conversation.id': 'c1' } }));
    expect(record({ 'service.name': 'codex_exec' })?.agentId).toBe('codex:c1');
    expect(record({ 'service.name': 'night-shift' })?.agentId).toBe('night-shift');
    expect(record({ 'service.name': 'codex_exec', 'gen_ai.agent.name': 'ada' })?.agentId).toBe('ada');
  });
});
