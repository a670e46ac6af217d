import { spanOf } from '@binnacle/plugin-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { only, told, typesOf } from '../testing/read-by-order.fixture.js';
import { MASTRA_14_TRACE, MASTRA_TRACE } from './mastra.fixture.js';

describe('Mastra', () => {
  it('tells of workflow, agent, model and tool, and counts no tokens twice', () => {
    const events = told(...MASTRA_TRACE);
    expect(typesOf(events)).toEqual([
      'graph:started',
      'graph:completed',
      'graph:progress',
      'graph:progress',
      'agent:started',
      'agent:completed',
      'model:request',
      'model:response',
      'otel:span',
      'tool:started',
      'tool:completed',
    ]);
    expect(only(events, 'graph:started')).toMatchObject({ label: 'dinner' });
    expect(events[0]?.sessionId).toBe('thread-m');
    expect(events.find(({ type }) => type === 'agent:started')).toMatchObject({
      agentId: 'chef',
      payload: { name: 'chef', task: 'Something with leek' },
    });
    expect(only(events, 'agent:completed')).toMatchObject({ result: 'Leek soup.' });
    expect(only(events, 'model:response')).toMatchObject({ model: 'claude-sonnet-4-5', cache_read_tokens: 20 });
    expect(only(events, 'tool:started')).toMatchObject({ tool_name: 'pantry', input: { item: 'leek' } });
    expect(only(events, 'tool:completed')).toMatchObject({ output: { count: 3 } });
  });

  it('since 1.4 counts each call of a model where it is made, and shows what is around it as steps', () => {
    const events = told(...MASTRA_14_TRACE);
    expect(typesOf(events)).toEqual([
      'agent:started',
      'agent:completed',
      'graph:progress',
      'graph:progress',
      'graph:progress',
      'graph:progress',
      'otel:span',
      'model:request',
      'model:response',
    ]);
    expect(events[0]).toMatchObject({
      agentId: 'chef',
      sessionId: 'thread-14',
      payload: { name: 'Chef', system: 'You cook.' },
    });
    expect(events.filter(({ type }) => type === 'graph:progress').map(({ payload }) => payload.label)).toEqual([
      'Trim',
      'Trim',
      'gpt-5',
      'gpt-5',
    ]);
    expect(events[4]?.payload.input).toMatchObject({ messages: [{ content: 'You cook.' }] });
    expect(only(events, 'model:response')).toMatchObject({
      model: 'gpt-5-2025-08-07',
      input_tokens: 50,
      output_tokens: 8,
      cache_read_tokens: 20,
    });
    expect(only(events, 'model:response').ttft_ms).toBeGreaterThan(0);
  });

  it('reads the names and threads of its first exporter, and that a model answered with an error', () => {
    const agent = { 'mastra.span.type': 'agent_run', 'gen_ai.agent.id': 'chef', threadId: 'thread-0' };
    expect(told(spanOf({ name: 'agent.chef', attributes: agent }))[0]).toMatchObject({
      sessionId: 'thread-0',
      payload: { name: 'chef' },
    });
    const call = { 'mastra.span.type': 'model_generation', 'gen_ai.response.finish_reasons': 'error' };
    const [, answer] = told(spanOf({ attributes: { ...call, 'gen_ai.operation.name': 'chat' } }));
    expect(answer).toMatchObject({ type: 'model:response', payload: { error: 'error' } });
  });
});
