import { describe, expect, it } from '@jest/globals';
import { only, told, typesOf } from '../testing/read-by-order.fixture.js';
import { ADK_OLD_TRACE, ADK_TRACE } from './adk.fixture.js';

describe("Google's Agent Development Kit", () => {
  it('tells of the run, its model and its tool, once each', () => {
    const events = told(...ADK_TRACE);
    expect(typesOf(events)).toEqual([
      'graph:started',
      'graph:completed',
      'agent:started',
      'agent:completed',
      'model:request',
      'model:response',
      'tool:started',
      'tool:completed',
      // Its calls have been told one by one.
      'otel:span',
    ]);
    expect(events.find(({ type }) => type === 'agent:started')).toMatchObject({
      agentId: 'weather',
      sessionId: 'adk-session',
      payload: { name: 'weather', description: 'Knows the sky' },
    });
    expect(only(events, 'model:request')).toMatchObject({
      model: 'gemini-2.5-flash',
      input: [{ role: 'user', parts: [{ text: 'Rain in Oslo?' }] }],
    });
    expect(only(events, 'model:response')).toMatchObject({
      input_tokens: 31,
      output_tokens: 5,
      output: { role: 'model', parts: [{ text: 'Yes, later.' }] },
    });
    expect(only(events, 'tool:started')).toEqual({
      tool_name: 'forecast',
      tool_type: 'FunctionTool',
      input: { city: 'Oslo' },
    });
    expect(only(events, 'tool:completed')).toMatchObject({ output: { result: 'rain' } });
  });

  it('names the agent of a run that older versions only call so, and says why a call failed', () => {
    const events = told(...ADK_OLD_TRACE);
    expect(events.find(({ type }) => type === 'agent:started')?.agentId).toBe('weather');
    expect(only(events, 'model:response')).toMatchObject({ error: 'quota exceeded', message: 'quota exceeded' });
  });
});
