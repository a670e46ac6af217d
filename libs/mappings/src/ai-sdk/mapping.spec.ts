import type { JsonObject, Mapped } from '@binnacle/plugin-kit';
import { mapRecord, spanOf } from '@binnacle/plugin-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { told } from '../testing/read-by-order.fixture.js';
import { aiSdk } from './mapping.js';

const typesOf = (mapped: Mapped | undefined) => mapped?.events.map(({ type }) => type);
const payloads = (mapped: Mapped | undefined) => mapped?.events.map(({ payload }) => payload);

describe('AI SDK 3 to 6', () => {
  const span = (name: string, attributes: JsonObject = {}) =>
    mapRecord(aiSdk, spanOf({ name, attributes: { 'ai.operationId': name.split(' ')[0] ?? '', ...attributes } }));

  it.each([
    ['ai.generateText', ['agent:started', 'agent:completed']],
    ['ai.streamText my-function', ['agent:started', 'agent:completed']],
    ['ai.generateText.doGenerate', ['model:request', 'model:response']],
    ['ai.streamText.doStream', ['model:request', 'model:response']],
    ['ai.embed.doEmbed', ['model:request', 'model:response']],
    ['ai.toolCall', ['tool:started', 'tool:completed']],
  ])('%s is %j', (name, types) => {
    expect(typesOf(span(name))).toEqual(types);
  });

  it('names the function as agent and the session of its metadata, and sums nothing twice', () => {
    const run = span('ai.generateText', {
      'ai.telemetry.functionId': 'support',
      'ai.telemetry.metadata.sessionId': 's1',
      'ai.prompt': '{"messages":[{"role":"user","content":"Hi"}]}',
      'ai.response.text': 'Hello',
      'ai.usage.inputTokens': 9,
    });
    expect(run).toMatchObject({ agentId: 'support', sessionId: 's1', leads: true });
    expect(payloads(run)).toMatchObject([{ task: 'Hi' }, { result: 'Hello', usage: { input_tokens: 9 } }]);
    expect(payloads(run)?.[1]).not.toHaveProperty('input_tokens');
  });

  it.each([
    [{ 'ai.usage.promptTokens': 9, 'ai.usage.completionTokens': 3 }],
    [{ 'ai.usage.inputTokens': 9, 'ai.usage.outputTokens': 3 }],
  ])('counts tokens by the names of %j', (usage) => {
    const call = span('ai.generateText.doGenerate', { 'ai.model.id': 'gpt-4o', ...usage });
    expect(payloads(call)?.[1]).toMatchObject({ model: 'gpt-4o', input_tokens: 9, output_tokens: 3 });
  });

  it('reads the arguments and result of a tool', () => {
    const call = span('ai.toolCall', {
      'ai.toolCall.name': 'weather',
      'ai.toolCall.id': 'c1',
      'ai.toolCall.args': '{"city":"Paris"}',
      'ai.toolCall.result': '21',
    });
    expect(payloads(call)).toMatchObject([
      { tool_name: 'weather', tool_use_id: 'c1', input: { city: 'Paris' } },
      { output: '21' },
    ]);
  });

  it('tells when the first piece of a stream came, what was thought, and what older versions call an answer', () => {
    const stream = span('ai.streamText.doStream', {
      'ai.model.id': 'gpt-5',
      'ai.response.msToFirstChunk': 321.5,
      'ai.response.reasoning': 'Hm.',
      'ai.response.text': 'Nine.',
      'ai.usage.cachedInputTokens': 4,
      'ai.usage.reasoningTokens': 2,
    });
    expect(payloads(stream)?.[1]).toMatchObject({
      ttft_ms: 321.5,
      reasoning: 'Hm.',
      output: 'Nine.',
      cache_read_tokens: 4,
      reasoning_tokens: 2,
    });
    const old = { 'ai.result.text': 'Ten.', 'ai.finishReason': 'stop' };
    expect(payloads(span('ai.generateText.doGenerate', old))?.[1]).toMatchObject({
      output: 'Ten.',
      finish_reasons: 'stop',
    });
  });

  it('reads texts that are the JSON of a text, and says nothing of tokens where nothing is known', () => {
    const call = { 'ai.toolCall.name': 'weather', 'ai.toolCall.result': '"21 \\"degrees\\""' };
    expect(payloads(span('ai.toolCall', call))?.[1]).toMatchObject({ output: '21 "degrees"' });
    const tools = ['{"type":"function","name":"weather"}', '{"type":"function","name":"time"}'];
    const offered = span('ai.generateText.doGenerate', { 'ai.prompt.tools': tools });
    expect(payloads(offered)?.[0]).toMatchObject({ tools: ['weather', 'time'] });
    const embedding = span('ai.embedMany.doEmbed', { 'ai.values': ['"one"', '"two"'] });
    expect(payloads(embedding)?.[0]).toMatchObject({ input: ['one', 'two'] });
    expect(payloads(span('ai.generateText'))?.[1]).not.toHaveProperty('usage');
  });
});

describe('AI SDK 7', () => {
  const told7 = (attributes: JsonObject) =>
    told(spanOf({ name: 'a span', scope: { name: 'gen_ai', version: '', attributes: {} }, attributes }));

  it('has the session of its context', () => {
    const run = told7({ 'gen_ai.operation.name': 'invoke_agent', 'ai.settings.context.sessionId': 's7' });
    expect(run).toMatchObject([{ sessionId: 's7' }, { sessionId: 's7' }]);
  });

  it('embeds once: the span around the call is a step', () => {
    const attributes = { 'gen_ai.operation.name': 'embeddings', 'gen_ai.request.model': 'small' };
    expect(told7(attributes)[0]).toMatchObject({ type: 'graph:started', payload: { label: 'a span' } });
    expect(told7({ ...attributes, 'gen_ai.usage.input_tokens': 8 })[1]).toMatchObject({
      type: 'model:response',
      payload: { input_tokens: 8 },
    });
  });
});
