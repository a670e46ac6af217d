import { eventOf, render, replay } from '@binnacle/plugin-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { ESCAPED_OUT, HOSTILE, rowsOf } from '../shared/panel-test.fixture.js';
import { agentStatus } from './panel.js';
import { AGENTS_HELD } from './state.js';

const agents = (...events: ReturnType<typeof eventOf>[]) => [...replay(agentStatus, events).agents.values()];

describe('the agents panel', () => {
  it('says what will come while there is nothing', () => {
    expect(render(agentStatus, replay(agentStatus, []))).toContain('No agents yet');
  });

  it('follows an agent through its life and counts what it did', () => {
    const of = { agentId: 'a' };
    const [agent] = agents(
      eventOf('agent:started', of),
      eventOf('tool:called', { ...of, payload: { tool_name: 'grep' } }),
      eventOf('tool:failed', { ...of, payload: { tool_name: 'grep', error: 'x' } }),
      eventOf('model:response', { ...of, payload: { model: 'm', input_tokens: 10, output_tokens: 5, cost_usd: 0.5 } }),
    );
    expect(agent).toMatchObject({
      state: 'running',
      doing: 'm',
      called: 1,
      ended: 1,
      failures: 1,
      tokens: 15,
      costUsd: 0.5,
    });
    expect(agents(eventOf('agent:blocked', of))[0]?.state).toBe('waiting');
    expect(agents(eventOf('agent:blocked', of), eventOf('agent:resumed', of))[0]?.state).toBe('running');
    expect(agents(eventOf('agent:started', of), eventOf('agent:failed', of))[0]?.state).toBe('failed');
  });

  it('counts a call of a tool once, whether a hook or a span told it', () => {
    const of = { agentId: 'a', payload: { tool_name: 'grep' } };
    const shown = (...types: string[]) =>
      render(
        agentStatus,
        replay(
          agentStatus,
          types.map((type) => eventOf(type, of)),
        ),
      );
    expect(shown('tool:called', 'tool:completed')).toContain('1 tool call');
    expect(shown('tool:started', 'tool:completed', 'tool:started', 'tool:failed')).toContain('2 tool calls');
    expect(shown('tool:called')).toContain('1 tool call');
  });

  it('lets nothing that is told afterwards undo the state an agent came into since', () => {
    const at = (type: string, second: number, payload: object = {}) =>
      eventOf(type, { agentId: 'a', timestamp: `2026-01-05T10:00:0${second}Z`, payload: payload as never });
    const asked = at('agent:blocked', 5);
    expect(agents(asked, at('agent:completed', 4, { afterwards: true }))[0]?.state).toBe('waiting');
    expect(agents(asked, at('agent:completed', 6, { afterwards: true }))[0]?.state).toBe('completed');
    expect(agents(asked, at('agent:completed', 4))[0]?.state).toBe('completed');
  });

  it('takes an agent for running again with the next prompt, unless that comes late', () => {
    const at = (type: string, second: number) =>
      eventOf(type, { agentId: 'a', timestamp: `2026-01-05T10:00:0${second}Z`, payload: {} });
    const ended = at('agent:completed', 5);
    expect(agents(ended, at('user:message', 6))[0]?.state).toBe('running');
    expect(agents(ended, at('user:message', 6), at('agent:completed', 8))[0]?.state).toBe('completed');
    expect(agents(ended, at('user:message', 4))[0]?.state).toBe('completed');
    expect(agents(at('agent:blocked', 5), at('user:message', 6))[0]?.state).toBe('waiting');
    expect(agents(at('user:message', 6))).toEqual([]);
  });

  it('takes an agent that only works for running, and one without id by its session', () => {
    expect(agents(eventOf('tool:called', { sessionId: 's1' }))).toMatchObject([
      { name: 'session s1', state: 'running' },
    ]);
  });

  it('puts who waits first, then who failed, then who works', () => {
    const events = ['completed', 'started', 'failed', 'blocked'].map((action) =>
      eventOf(`agent:${action}`, { agentId: action }),
    );
    const names = rowsOf(render(agentStatus, replay(agentStatus, events))).map(
      (row) => /agent-name">(\w+)/.exec(row)?.[1],
    );
    expect(names).toEqual(['blocked', 'failed', 'started', 'completed']);
  });

  it('lets go of the agents that were quiet longest, and says how many', () => {
    const events = Array.from({ length: AGENTS_HELD + 50 }, (_, index) =>
      eventOf('agent:started', { agentId: `a${index}` }),
    );
    const state = replay(agentStatus, [...events, ...events.slice(0, 10)]);
    expect(state.agents.size).toBe(AGENTS_HELD);
    expect(render(agentStatus, state)).toContain('that were quiet for longer');
  });

  it('shows hostile text as text', () => {
    for (const text of HOSTILE) {
      const out = render(
        agentStatus,
        replay(agentStatus, [eventOf('agent:started', { agentId: text, payload: { task: text } })]),
      );
      expect(out).not.toMatch(ESCAPED_OUT);
    }
  });
});
