import type { JsonObject, Mapped } from '@binnacle/plugin-kit';
import { mapRecord, spanOf } from '@binnacle/plugin-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { langfuse } from './mapping.js';

const typesOf = (mapped: Mapped | undefined) => mapped?.events.map(({ type }) => type);
const payloads = (mapped: Mapped | undefined) => mapped?.events.map(({ payload }) => payload);

describe('observations of Langfuse', () => {
  const map = (attributes: JsonObject, more: Parameters<typeof spanOf>[0] = {}) =>
    mapRecord(langfuse, spanOf({ name: 'answer', ...more, attributes }));

  it.each([
    ['generation', ['model:request', 'model:response']],
    ['embedding', ['model:request', 'model:response']],
    ['agent', ['agent:started', 'agent:completed']],
    ['tool', ['tool:started', 'tool:completed']],
    ['retriever', ['tool:started', 'tool:completed']],
    ['chain', ['graph:started', 'graph:completed']],
    ['guardrail', ['graph:started', 'graph:completed']],
    ['something-new', ['graph:started', 'graph:completed']],
  ])('%s is %j', (kind, types) => {
    expect(typesOf(map({ 'langfuse.observation.type': kind }))).toEqual(types);
  });

  it('has buckets of tokens that do not overlap: here cached and reasoned ones are part of the sums', () => {
    const usage = { input: 10, input_cached_tokens: 90, output: 5, output_reasoning_tokens: 15, total: 120 };
    const generation = map({
      'langfuse.observation.type': 'generation',
      'langfuse.observation.model.name': 'gpt-5',
      'langfuse.observation.usage_details': JSON.stringify(usage),
      'langfuse.observation.cost_details': '{"total":0.02}',
      'session.id': 's1',
    });
    expect(generation).toMatchObject({ sessionId: 's1' });
    expect(payloads(generation)?.[1]).toMatchObject({
      model: 'gpt-5',
      input_tokens: 100,
      cache_read_tokens: 90,
      output_tokens: 20,
      reasoning_tokens: 15,
      cost_usd: 0.02,
    });
  });

  it('takes the object of OpenAI as it is meant', () => {
    const usage = { prompt_tokens: 100, completion_tokens: 20, prompt_tokens_details: { cached_tokens: 90 } };
    const attributes = { 'langfuse.observation.type': 'generation', 'langfuse.observation.usage_details': usage };
    expect(payloads(map(attributes))?.[1]).toMatchObject({
      input_tokens: 100,
      output_tokens: 20,
      cache_read_tokens: 90,
    });
  });

  it('leaves the plain kind to what a framework says better', () => {
    const attributes = { 'langfuse.observation.type': 'span', 'gen_ai.operation.name': 'invoke_agent' };
    expect(typesOf(map(attributes))).toEqual(['agent:started', 'agent:completed']);
  });

  it('tells when the first piece came, and the level as a failure', () => {
    const startNs = 1_795_419_142_000_000_000n;
    const attributes = {
      'langfuse.observation.type': 'generation',
      'langfuse.observation.completion_start_time': JSON.stringify(new Date(Number(startNs / 1_000_000n) + 250)),
      'langfuse.observation.level': 'ERROR',
      'langfuse.observation.status_message': 'overloaded',
    };
    expect(payloads(map(attributes, { startNs }))?.[1]).toMatchObject({ ttft_ms: 250, error: 'overloaded' });
  });

  describe('of LangChain', () => {
    const message = { lc: 1, kwargs: { content: '12 %', tool_call_id: 'call_1', status: 'success' } };
    const made = { 'langfuse.observation.metadata.lc_agent_name': 'gardener' };

    it('are runs of the agent that was made: its own is called like it', () => {
      const attributes = { 'langfuse.observation.type': 'span', ...made };
      const own = map(attributes, { name: 'gardener' });
      expect(own).toMatchObject({ agentId: 'gardener', leads: true });
      expect(typesOf(own)).toEqual(['agent:started', 'agent:completed']);
      expect(map(attributes, { name: 'model_request' })).toMatchObject({ agentId: 'gardener' });
    });

    it('are calls of tools when a tool answered, also where SDK 3 has no kind for them', () => {
      const output = { 'langfuse.observation.output': JSON.stringify(message) };
      const expected = { tool_name: 'moisture', tool_use_id: 'call_1', output: '12 %' };
      for (const kind of ['span', 'tool']) {
        const mapped = map({ 'langfuse.observation.type': kind, ...output }, { name: 'moisture' });
        expect(typesOf(mapped)).toEqual(['tool:started', 'tool:completed']);
        expect(payloads(mapped)?.[1]).toMatchObject(expected);
      }
      const failed = { ...message, kwargs: { ...message.kwargs, status: 'error', content: 'no such bed' } };
      const attributes = { 'langfuse.observation.type': 'tool', 'langfuse.observation.output': failed };
      expect(payloads(map(attributes))?.[1]).toMatchObject({ error: 'no such bed' });
    });

    it('tell what a model was asked apart from the tools it was offered', () => {
      const input = {
        messages: [{ role: 'user', content: 'Is it dry?' }],
        tools: [{ function: { name: 'moisture' } }],
      };
      const attributes = { 'langfuse.observation.type': 'generation', 'langfuse.observation.input': input };
      expect(payloads(map(attributes))?.[0]).toMatchObject({ input: input.messages, tools: ['moisture'] });
    });
  });
});
