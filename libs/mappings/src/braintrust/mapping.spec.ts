import { mapRecord, spanOf } from '@binnacle/plugin-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { only, told, typesOf } from '../testing/read-by-order.fixture.js';
import { BRAINTRUST_TRACE } from './braintrust.fixture.js';
import { braintrust } from './mapping.js';

describe('Braintrust', () => {
  const events = told(...BRAINTRUST_TRACE);

  it('is a graph with calls of models and tools in it, and what was graded', () => {
    expect(typesOf(events)).toEqual([
      'graph:started',
      'graph:completed',
      'model:request',
      'model:response',
      'tool:started',
      'tool:failed',
      'graph:progress',
      'graph:progress',
      'model:evaluated',
      'model:evaluated',
    ]);
    expect(events.slice(-2).map(({ payload }) => payload)).toEqual([
      { name: 'factual', score: 0.75 },
      { name: 'tone', score: 1 },
    ]);
  });

  it('has model, texts, tokens and cost in fields of its own', () => {
    expect(only(events, 'model:request')).toMatchObject({
      model: 'gpt-4o-mini',
      provider: 'openai',
      input: [{ role: 'user', content: 'May I return it?' }],
    });
    expect(only(events, 'model:response')).toMatchObject({
      output: [{ role: 'assistant', content: 'Within 30 days.' }],
      input_tokens: 90,
      output_tokens: 12,
      cache_read_tokens: 64,
      reasoning_tokens: 4,
      cost_usd: 0.00002,
    });
    expect(only(events, 'tool:failed')).toMatchObject({ tool_name: 'lookup_policy', error: 'no such country' });
    expect(only(events, 'tool:started')).toMatchObject({ input: { country: 'NO' } });
  });

  it('without a type is a call when it names a model, else a step', () => {
    const types = (attributes: Record<string, string>) =>
      mapRecord(braintrust, spanOf({ attributes, parentSpanId: '1111111111111111' }))?.events.map(({ type }) => type);
    expect(types({ 'braintrust.input': 'hi', 'gen_ai.request.model': 'm' })).toEqual([
      'model:request',
      'model:response',
    ]);
    expect(types({ 'braintrust.input': 'hi' })).toEqual(['graph:progress', 'graph:progress']);
    expect(types({ 'braintrust.span_attributes': 'no json', 'braintrust.scores': '[1]' })).toHaveLength(2);
    expect(types({ 'braintrust.parent': 'project_name:x' })).toBeUndefined();
  });

  it('reads a text that was written as JSON', () => {
    const attributes = { 'braintrust.input': '"Where is it?"', 'braintrust.output': 'On shelf 3.' };
    const [started, completed] = told(spanOf({ name: 'answer', parentSpanId: '', attributes }));
    expect([started?.payload.input, completed?.payload.output]).toEqual(['Where is it?', 'On shelf 3.']);
  });
});
