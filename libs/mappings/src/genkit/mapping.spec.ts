import type { JsonObject } from '@binnacle/plugin-kit';
import { spanOf } from '@binnacle/plugin-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { only, told, typesOf } from '../testing/read-by-order.fixture.js';
import { GENKIT_TRACE } from './genkit.fixture.js';

describe('Genkit', () => {
  const events = told(...GENKIT_TRACE);
  const action = (subtype: string, name: string, more: JsonObject = {}) =>
    told(spanOf({ name, attributes: { 'genkit:type': 'action', 'genkit:metadata:subtype': subtype, ...more } }));

  it('tells of an agent, its steps, its model and its tools, in the session of its chat', () => {
    expect(typesOf(events)).toEqual([
      'agent:started',
      'agent:completed',
      'graph:progress',
      'graph:progress',
      // The template of a prompt.
      'otel:span',
      'graph:progress',
      'graph:progress',
      'model:request',
      'model:response',
      'tool:started',
      'tool:completed',
      'tool:started',
      'tool:failed',
    ]);
    expect(events[0]).toMatchObject({ agentId: 'librarian', sessionId: 'shelf-1', payload: { name: 'librarian' } });
    expect(only(events, 'agent:completed')).toMatchObject({ result: 'On shelf 3.' });
    expect(events[2]?.payload).toMatchObject({ label: 'runTurn-1', input: 'Where is it?' });
  });

  it('counts thoughts of Gemini as output, and cached tokens', () => {
    expect(only(events, 'model:request')).toMatchObject({
      model: 'gemini-2.5-flash',
      provider: 'googleai',
      temperature: 0.2,
      tools: ['shelves'],
      input: [{ role: 'system' }, { role: 'user', content: [{ text: 'Where is it?' }] }],
    });
    expect(only(events, 'model:response')).toMatchObject({
      input_tokens: 40,
      output_tokens: 12,
      reasoning_tokens: 7,
      cache_read_tokens: 30,
      finish_reasons: 'stop',
    });
  });

  it('reads what a plugin for OpenAI hands on as it came', () => {
    const usage = { prompt_tokens: 40, completion_tokens: 5, prompt_tokens_details: { cached_tokens: 30 } };
    const output = { usage: { inputTokens: 40, outputTokens: 5 }, raw: { model: 'gpt-4o-2024-08-06', usage } };
    const call = action('model', 'openai/gpt-4o', { 'genkit:output': JSON.stringify(output) });
    expect(only(call, 'model:response')).toMatchObject({
      model: 'gpt-4o-2024-08-06',
      input_tokens: 40,
      output_tokens: 5,
      cache_read_tokens: 30,
    });
  });

  it('tells what tools were given and gave, and why they failed', () => {
    expect(only(events, 'tool:completed')).toMatchObject({ tool_name: 'shelves', output: 'shelf 3' });
    expect(only(events, 'tool:failed')).toMatchObject({ tool_name: 'loans', error: 'no such reader' });
  });

  it.each([
    ['flow', ['graph:started', 'graph:completed']],
    ['embedder', ['model:request', 'model:response']],
    ['reranker', ['model:request', 'model:response']],
    ['retriever', ['tool:started', 'tool:completed']],
    ['of-a-newer-version', ['graph:started', 'graph:completed']],
  ])('%s at the root is %j', (subtype, types) => {
    expect(typesOf(action(subtype, 'it'))).toEqual(types);
  });

  it('keeps no vectors', () => {
    const io = {
      'genkit:input': '{"input":[{"content":[{"text":"Emma"}]}]}',
      'genkit:output': '{"embeddings":[[0.5]]}',
    };
    const call = action('embedder', 'googleai/embedding', io);
    expect(only(call, 'model:request')).toMatchObject({ input: [{ content: [{ text: 'Emma' }] }] });
    expect(only(call, 'model:response')).not.toHaveProperty('output');
  });
});
