import type { JsonObject, SpanEvent } from '@binnacle/plugin-kit';
import { mapRecord, spanOf } from '@binnacle/plugin-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { genAi } from './mapping.js';

const map = (attributes: JsonObject, more: Parameters<typeof spanOf>[0] = {}) =>
  mapRecord(genAi, spanOf({ ...more, attributes }));
const typesOf = (attributes: JsonObject, more = {}) => map(attributes, more)?.events.map(({ type }) => type);
const endOf = (attributes: JsonObject, more = {}) => map(attributes, more)?.events.at(-1)?.payload;

describe('GenAI spans', () => {
  it.each([
    ['chat', ['model:request', 'model:response']],
    ['text_completion', ['model:request', 'model:response']],
    ['generate_content', ['model:request', 'model:response']],
    ['embeddings', ['model:request', 'model:response']],
    ['invoke_agent', ['agent:started', 'agent:completed']],
    ['create_agent', ['agent:created']],
    ['execute_tool', ['tool:started', 'tool:completed']],
    ['tool_call', ['tool:started', 'tool:completed']],
    ['invoke_workflow', ['graph:started', 'graph:completed']],
    ['agent_step', ['graph:started', 'graph:completed']],
  ])('of the operation %s are %j', (operation, types) => {
    expect(typesOf({ 'gen_ai.operation.name': operation })).toEqual(types);
  });

  it('calls an agent by its name where its id is what every agent has', () => {
    const attributes = {
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.id': 'agent',
      'gen_ai.agent.name': 'ada',
    };
    expect(mapRecord(genAi, spanOf({ attributes }))?.agentId).toBe('ada');
    expect(mapRecord(genAi, spanOf({ attributes: { ...attributes, 'gen_ai.agent.id': 'a-1' } }))?.agentId).toBe('a-1');
  });

  it('of an operation nobody knows, and of none, are left to others', () => {
    expect(map({ 'gen_ai.operation.name': 'dance' })).toBeUndefined();
    expect(map({ 'http.request.method': 'GET' })).toBeUndefined();
  });

  it('that have not ended tell of their start alone', () => {
    expect(typesOf({ 'gen_ai.operation.name': 'chat' }, { endNs: 0n })).toEqual(['model:request']);
  });

  it.each([
    [{ 'gen_ai.usage.input_tokens': '120', 'gen_ai.usage.output_tokens': 17 }],
    [{ 'gen_ai.usage.prompt_tokens': 120, 'gen_ai.usage.completion_tokens': '17' }],
  ])('count tokens by the names of %j', (usage) => {
    expect(endOf({ 'gen_ai.operation.name': 'chat', ...usage })).toMatchObject({
      input_tokens: 120,
      output_tokens: 17,
    });
  });

  it('tell of cached and reasoning tokens, and of the model that answered', () => {
    expect(
      endOf({
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.response.model': 'gpt-4o-2024-08-06',
        'gen_ai.usage.cache_read.input_tokens': 5,
        'gen_ai.usage.cache_creation.input_tokens': 6,
        'gen_ai.usage.reasoning.output_tokens': 7,
      }),
    ).toMatchObject({
      model: 'gpt-4o-2024-08-06',
      cache_read_tokens: 5,
      cache_write_tokens: 6,
      reasoning_tokens: 7,
    });
  });

  it.each([
    ['JSON', '[{"role":"user","parts":[{"type":"text","content":"Hi"}]}]'],
    ['a list', [{ role: 'user', parts: [{ type: 'text', content: 'Hi' }] }]],
  ])('read messages that are %s', (_, messages) => {
    expect(
      map({ 'gen_ai.operation.name': 'chat', 'gen_ai.input.messages': messages })?.events[0]?.payload.input,
    ).toEqual([{ role: 'user', parts: [{ type: 'text', content: 'Hi' }] }]);
    expect(
      map({ 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.input.messages': messages })?.events[0]?.payload.task,
    ).toBe('Hi');
  });

  it('read messages from numbered attributes', () => {
    const mapped = map({
      'gen_ai.system': 'openai',
      'gen_ai.request.model': 'gpt-4',
      'gen_ai.prompt.0.role': 'system',
      'gen_ai.prompt.0.content': 'Be brief',
      'gen_ai.prompt.1.role': 'user',
      'gen_ai.prompt.1.content': 'Hi',
      'gen_ai.completion.0.content': 'Hello',
    });
    expect(mapped?.events.map(({ payload }) => payload)).toMatchObject([
      {
        provider: 'openai',
        input: [
          { role: 'system', content: 'Be brief' },
          { role: 'user', content: 'Hi' },
        ],
      },
      { output: [{ content: 'Hello' }] },
    ]);
  });

  it('read messages from events of the span', () => {
    const events: SpanEvent[] = [
      { name: 'gen_ai.user.message', timeNs: 1n, attributes: { content: 'Hi', 'gen_ai.system': 'openai' } },
      { name: 'gen_ai.choice', timeNs: 2n, attributes: { index: 0, message: '{"content":"Hello"}' } },
    ];
    const [start, end] = map({ 'gen_ai.operation.name': 'chat' }, { events })?.events ?? [];
    expect(start?.payload.input).toMatchObject([{ role: 'user', content: 'Hi' }]);
    expect(end?.payload.output).toMatchObject([{ role: 'assistant', message: { content: 'Hello' } }]);
  });

  it('fail by their status, their exception, or the error they name', () => {
    const tool = { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'grep' };
    const exception = { name: 'exception', timeNs: 1n, attributes: { 'exception.message': 'no such file' } };
    const status = { code: 2, message: 'upstream timed out' };
    expect(typesOf(tool, { status })).toEqual(['tool:started', 'tool:failed']);
    expect(endOf(tool, { status })).toMatchObject({
      error: 'upstream timed out',
      tool_name: 'grep',
      duration_ms: 1000,
    });
    expect(endOf(tool, { status: { code: 2, message: '' }, events: [exception] })).toMatchObject({
      error: 'no such file',
    });
    expect(endOf({ ...tool, 'error.type': 'timeout' })).toMatchObject({ error: 'timeout' });
  });

  it('keep what an agent used beside its model calls, which are counted one by one', () => {
    const payload = endOf({ 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.usage.input_tokens': 22 });
    expect(payload).toMatchObject({ usage: { input_tokens: 22 } });
    expect(payload).not.toHaveProperty('input_tokens');
  });

  it('say whose they are, and that an agent leads', () => {
    const own = { 'gen_ai.conversation.id': 'c1', 'gen_ai.agent.id': 'a1', 'gen_ai.agent.name': 'Ada' };
    expect(map({ 'gen_ai.operation.name': 'invoke_agent', ...own })).toMatchObject({
      sessionId: 'c1',
      agentId: 'a1',
      leads: true,
    });
    expect(map({ 'gen_ai.operation.name': 'chat', ...own })).not.toHaveProperty('leads');
  });
});
