import { spanOf } from '@binnacle/plugin-kit/testing';
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

  it('counts what was cached and thought, by the names of Python and of JavaScript', () => {
    for (const usage of [
      { cachedContentTokenCount: 30, candidatesTokenCount: 5, thoughtsTokenCount: 7 },
      { cached_content_token_count: 30, candidates_token_count: 5, thoughts_token_count: 7 },
    ]) {
      const [response] = ADK_TRACE.filter(({ name }) => name === 'call_llm').map((span) => {
        const answer = JSON.stringify({ usageMetadata: usage });
        const request = JSON.stringify({ config: { systemInstruction: 'You know the sky.' } });
        const own = { 'gcp.vertex.agent.llm_response': answer, 'gcp.vertex.agent.llm_request': request };
        return told({ ...span, attributes: { ...span.attributes, ...own } });
      });
      expect(response).toMatchObject([
        { payload: { system: 'You know the sky.' } },
        { payload: { input_tokens: 31, cache_read_tokens: 30, output_tokens: 12, reasoning_tokens: 7 } },
      ]);
    }
  });

  it('of JavaScript knows by its name what threw', () => {
    const scope = { name: 'gcp.vertex.agent', version: '2.0.0', attributes: {} };
    const tool = told(spanOf({ name: 'execute_tool forecast', scope, attributes: {} }));
    expect(only(tool, 'tool:failed')).toMatchObject({ tool_name: 'forecast', error: 'failed' });
    const call = told(spanOf({ name: 'call_llm', scope, attributes: {} }));
    expect(only(call, 'model:response')).toMatchObject({ error: 'failed' });
  });
});
