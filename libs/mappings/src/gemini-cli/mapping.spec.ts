import type { JsonObject, Mapped } from '@binnacle/plugin-kit';
import { logOf, mapRecord, spanOf } from '@binnacle/plugin-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { geminiCli } from './mapping.js';

const typesOf = (mapped: Mapped | undefined) => mapped?.events.map(({ type }) => type);
const payloads = (mapped: Mapped | undefined) => mapped?.events.map(({ payload }) => payload);

describe('Gemini CLI', () => {
  const log = (name: string, attributes: JsonObject = {}) =>
    mapRecord(geminiCli, logOf({ attributes: { 'event.name': name, 'session.id': 's1', ...attributes } }));

  it('tells of prompts, requests, answers and tools', () => {
    expect(typesOf(log('gemini_cli.user_prompt', { prompt: 'Hi' }))).toEqual(['user:message']);
    expect(typesOf(log('gemini_cli.api_request'))).toEqual(['model:request']);
    expect(
      payloads(
        log('gemini_cli.api_response', {
          model: 'gemini-2.5-pro',
          input_token_count: 100,
          output_token_count: 20,
          cached_content_token_count: 60,
          thoughts_token_count: 5,
        }),
      ),
    ).toMatchObject([{ input_tokens: 100, output_tokens: 20, cache_read_tokens: 60, reasoning_tokens: 5 }]);
    expect(typesOf(log('gemini_cli.tool_call', { function_name: 'ls', success: true }))).toEqual([
      'tool:called',
      'tool:completed',
    ]);
    expect(typesOf(log('gemini_cli.tool_call', { function_name: 'ls', success: false }))).toEqual([
      'tool:called',
      'tool:failed',
    ]);
  });

  it('sees by the total whether thoughts are part of the output', () => {
    const tokens = { input_token_count: 1000, output_token_count: 40, thoughts_token_count: 10 };
    const answered = (total: object) => payloads(log('qwen-code.api_response', { ...tokens, ...total }))?.[0];
    expect(answered({ total_token_count: 1040 })).toMatchObject({ reasoning_tokens: 10, reasoning_in_output: true });
    for (const total of [{ total_token_count: 1050 }, {}])
      expect(answered(total)).toMatchObject({ reasoning_tokens: 10, reasoning_in_output: false });
  });

  it('keeps what it does not know, as the same agent’s', () => {
    expect(log('gemini_cli.config')).toMatchObject({
      events: [],
      keepRaw: true,
      agentId: 'gemini:s1',
      sessionId: 's1',
    });
  });

  it('counts no tokens again from the second record of a call, before it and after it', () => {
    const service = { 'service.name': 'gemini-cli' };
    for (const more of [{}, { 'gen_ai.usage.input_tokens': 100 }] as JsonObject[]) {
      const attributes = { 'event.name': 'gen_ai.client.inference.operation.details', 'session.id': 's1', ...more };
      expect(typesOf(mapRecord(geminiCli, logOf({ resource: service, attributes })))).toEqual([]);
    }
  });

  it('tells of commands and of what was cut from the conversation', () => {
    expect(payloads(log('gemini_cli.slash_command', { command: 'memory', subcommand: 'show' }))).toEqual([
      { command: 'memory', arguments: 'show' },
    ]);
    expect(payloads(log('gemini_cli.chat_compression', { tokens_before: 900, tokens_after: '90' }))).toEqual([
      { tokens_before: 900, tokens_after: 90 },
    ]);
  });

  it.each(['qwen-code', 'some-fork'])('reads %s, which is a fork of it', (prefix) => {
    const answered = log(`${prefix}.api_response`, { model: 'qwen3-coder', input_token_count: 7 });
    expect(answered).toMatchObject({ agentId: `${prefix}:s1`, sessionId: 's1' });
    expect(payloads(answered)).toMatchObject([{ model: 'qwen3-coder', input_tokens: 7 }]);
    // Without a session it may be anybody's.
    expect(mapRecord(geminiCli, logOf({ attributes: { 'event.name': `${prefix}.api_response` } }))).toBeUndefined();
  });

  it('gives its spans to the agent that its log records and hooks name', () => {
    const attributes = {
      'gen_ai.operation.name': 'llm_call',
      'gen_ai.agent.name': 'gemini-cli',
      'gen_ai.conversation.id': 's1',
      'gen_ai.request.model': 'gemini-3-pro',
    };
    const span = mapRecord(geminiCli, spanOf({ attributes, resource: { 'service.name': 'gemini-cli' } }));
    expect(span).toMatchObject({ agentId: 'gemini:s1', sessionId: 's1' });
  });

  describe('beside its log records', () => {
    const span = (operation: string, more: JsonObject = {}, parentSpanId = '') =>
      mapRecord(
        geminiCli,
        spanOf({
          parentSpanId,
          resource: { 'service.name': 'gemini-cli' },
          attributes: {
            'gen_ai.operation.name': operation,
            'gen_ai.conversation.id': 's1',
            'gen_ai.request.model': 'gemini-3-pro',
            ...more,
          },
        }),
      );

    it('tells the end of a call of the model only when it has the tokens: of a streamed one, a log record has', () => {
      expect(typesOf(span('llm_call'))).toEqual(['model:request']);
      expect(typesOf(span('llm_call', { 'gen_ai.usage.input_tokens': 9 }))).toEqual([
        'model:request',
        'model:response',
      ]);
    });

    it('keeps a call of a tool, of which a log record has the arguments', () => {
      const called = { 'gen_ai.tool.name': 'ls', 'gen_ai.tool.call_id': 'ls_1' };
      expect(span('tool_call', called, '9426506bfd94a2ef')).toMatchObject({ events: [], keepRaw: true });
      expect(span('tool_call', called)?.events).toMatchObject([
        { type: 'tool:started', payload: { tool_name: 'ls', tool_use_id: 'ls_1' } },
        { type: 'tool:completed' },
      ]);
    });

    it('dates the beginning of a tool that is told at its end', () => {
      expect(log('gemini_cli.tool_call', { function_name: 'ls', duration_ms: 339 })?.events).toMatchObject([
        { type: 'tool:called', earlierMs: 339 },
        { type: 'tool:completed', payload: { duration_ms: 339 } },
      ]);
    });

    it('names the tools it may call, which Gemini declares in groups', () => {
      const groups = [{ functionDeclarations: [{ name: 'ls' }, { name: 'grep' }] }];
      expect(payloads(span('llm_call', { 'gen_ai.tool.definitions': JSON.stringify(groups) }))).toMatchObject([
        { tools: ['ls', 'grep'] },
      ]);
    });
  });
});
