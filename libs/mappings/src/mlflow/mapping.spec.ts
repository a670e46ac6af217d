import { mapRecord, spanOf } from '@binnacle/plugin-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { only, told, typesOf } from '../testing/read-by-order.fixture.js';
import { mlflow } from './mapping.js';
import { MLFLOW_TRACE } from './mlflow.fixture.js';

describe('MLflow', () => {
  const events = told(...MLFLOW_TRACE);

  it('is an agent with its calls of models and tools, in its session', () => {
    expect(typesOf(events)).toEqual([
      'agent:started',
      'agent:completed',
      'model:request',
      'model:response',
      'tool:started',
      'tool:completed',
      'graph:progress',
      'graph:progress',
    ]);
    expect(events[0]).toMatchObject({ agentId: 'planner', sessionId: 'ml-session', payload: { task: 'Plan a walk' } });
    expect(only(events, 'agent:completed')).toMatchObject({ result: 'Along the fjord.' });
  });

  it('reads attributes that are JSON, and what the library was called with', () => {
    expect(only(events, 'model:request')).toMatchObject({
      model: 'gpt-4o-mini',
      provider: 'openai',
      input: [{ role: 'user', content: 'Plan a walk' }],
    });
    expect(only(events, 'model:response')).toMatchObject({
      output: [{ role: 'assistant', content: 'Along the fjord.' }],
      input_tokens: 40,
      output_tokens: 6,
      cache_read_tokens: 32,
      cost_usd: 0.0000096,
    });
    expect(only(events, 'tool:completed')).toMatchObject({ tool_name: 'weather', output: 'rain' });
  });

  it.each(['"LLM"', 'LLM', '"llm"'])('takes the type as %s', (type) => {
    const mapped = mapRecord(mlflow, spanOf({ attributes: { 'mlflow.spanType': type } }));
    expect(mapped?.events.map((event) => event.type)).toEqual(['model:request', 'model:response']);
  });

  it('leaves spans without a type to the others', () => {
    for (const type of ['null', '""', '']) {
      expect(mapRecord(mlflow, spanOf({ attributes: { 'mlflow.spanType': type } }))).toBeUndefined();
    }
  });
});
