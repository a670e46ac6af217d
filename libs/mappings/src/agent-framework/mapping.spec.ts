import { describe, expect, it } from '@jest/globals';
import { only, told, typesOf } from '../testing/read-by-order.fixture.js';
import { AGENT_FRAMEWORK_TRACE } from './agent-framework.fixture.js';

describe('Microsoft Agent Framework', () => {
  it('tells of the workflow, its executors, and the agents within', () => {
    const events = told(...AGENT_FRAMEWORK_TRACE);
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
    ]);
    expect(only(events, 'graph:started')).toMatchObject({ label: 'press' });
    expect(events[2]?.payload).toMatchObject({ label: 'writer' });
    expect(events[4]).toMatchObject({ sessionId: 'conv-press', payload: { name: 'writer' } });
    expect(only(events, 'model:response')).toMatchObject({ error: 'slow down' });
  });
});
