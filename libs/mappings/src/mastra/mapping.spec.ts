import { describe, expect, it } from '@jest/globals';
import { only, told, typesOf } from '../testing/read-by-order.fixture.js';
import { MASTRA_TRACE } from './mastra.fixture.js';

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
});
