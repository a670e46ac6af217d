import { describe, expect, it } from '@jest/globals';
import { only, told, typesOf } from '../testing/read-by-order.fixture.js';
import { PYDANTIC_1, PYDANTIC_3 } from './logfire.fixture.js';

describe('Pydantic AI', () => {
  it('of the first version: a run, its call, its tool, with what was said', () => {
    const events = told(...PYDANTIC_1);
    expect(typesOf(events)).toEqual([
      'agent:started',
      'agent:completed',
      'model:request',
      'model:response',
      'otel:span',
      'tool:started',
      'tool:completed',
    ]);
    expect(events[0]).toMatchObject({
      agentId: 'tracker',
      payload: { name: 'tracker', model: 'gpt-4o', task: 'Where is my parcel?' },
    });
    expect(only(events, 'agent:completed')).toMatchObject({ result: 'In Bergen.', usage: { input_tokens: 90 } });
    expect(only(events, 'model:request').input).toMatchObject([{ role: 'user', content: 'Where is my parcel?' }]);
    expect(only(events, 'model:response')).toMatchObject({
      model: 'gpt-4o-2024-08-06',
      provider: 'openai',
      input_tokens: 90,
      cache_read_tokens: 64,
      reasoning_tokens: 4,
      cost_usd: 0.0004,
      output: [{ message: { content: 'In Bergen.' } }],
    });
    expect(only(events, 'tool:started')).toMatchObject({
      tool_name: 'lookup',
      tool_use_id: 'call_1',
      input: { parcel: 7 },
    });
    expect(only(events, 'tool:completed')).toMatchObject({ output: 'Bergen' });
  });

  it('of the third: the same, with the failure of a tool, and nothing of what is only pending', () => {
    const events = told(...PYDANTIC_3);
    expect(typesOf(events)).toEqual([
      'agent:started',
      'agent:completed',
      'otel:span',
      'model:request',
      'model:response',
      'tool:started',
      'tool:failed',
    ]);
    expect(only(events, 'agent:started')).toMatchObject({ name: 'tracker', task: 'Where is my parcel?' });
    expect(only(events, 'agent:completed')).toMatchObject({
      result: 'In Bergen.',
      usage: { input_tokens: 90, output_tokens: 12 },
    });
    expect(only(events, 'model:request')).toMatchObject({ tools: ['lookup'] });
    expect(only(events, 'tool:failed')).toMatchObject({ error: 'no such parcel', tool_use_id: 'call_1' });
  });
});
