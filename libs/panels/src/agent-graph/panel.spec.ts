import type { BinnacleEvent } from '@binnacle/plugin-kit';
import { eventOf, render, replay } from '@binnacle/plugin-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { ESCAPED_OUT, HOSTILE } from '../shared/panel-test.fixture.js';
import { edgesOf } from './edges.js';
import { agentGraph } from './panel.js';
import { BOXES_HELD, PLACES_HELD } from './state.js';

type Ids = Partial<Record<'agentId' | 'graphId' | 'nodeId' | 'parentId' | 'id' | 'sessionId', string>>;
const at = (type: string, ids: Ids, payload = {}) => eventOf(type, { ...ids, payload });
const starts = (agentId: string, parentId?: string) => at('agent:started', { agentId, ...(parentId && { parentId }) });

const fold = (...events: BinnacleEvent[]) => replay(agentGraph, events);
const html = (...events: BinnacleEvent[]) => render(agentGraph, fold(...events));
const boxes = (...events: BinnacleEvent[]) =>
  Object.fromEntries([...fold(...events).boxes.values()].map(({ kind, name, state }) => [`${kind} ${name}`, state]));
const edges = (...events: BinnacleEvent[]) => {
  const state = fold(...events);
  return edgesOf(state).map((edge) => edge.map((key) => state.boxes.get(key)?.name).join(' > '));
};

describe('agents and graphs', () => {
  it('says what will come while there is nothing', () => {
    expect(html()).toContain('No agents yet');
  });

  it.each([
    ['its agent', 'lead'],
    ['the event it began with', 'lead-started'],
    ['the call that made it', 'call-1'],
  ])('joins an agent to its parent by %s, whichever was told first', (_, parentId) => {
    const events = [
      at('agent:started', { agentId: 'lead', id: 'lead-started' }),
      at('tool:called', { agentId: 'lead' }, { tool_use_id: 'call-1' }),
      starts('sub', parentId),
    ];
    expect(edges(...events)).toEqual(['lead > sub']);
    expect(edges(...events.toReversed())).toEqual(['lead > sub']);
  });

  it('follows agents and nodes through their states', () => {
    const node = { graphId: 'g', nodeId: 'plan' };
    expect(
      boxes(
        ...['a', 'b', 'c', 'd', 'e'].map((agentId) => starts(agentId)),
        at('agent:blocked', { agentId: 'a' }),
        at('agent:completed', { agentId: 'b' }),
        at('agent:failed', { agentId: 'c' }),
        at('agent:cancelled', { agentId: 'd' }),
        at('agent:blocked', { agentId: 'e' }),
        at('agent:resumed', { agentId: 'e' }),
        at('tool:called', { agentId: 'f' }),
        at('graph:started', { graphId: 'g' }),
        at('graph:started', node),
        at('graph:failed', node),
      ),
    ).toEqual({
      'agent a': 'waiting',
      'agent b': 'completed',
      'agent c': 'failed',
      'agent d': 'cancelled',
      'agent e': 'running',
      'agent f': 'running',
      'graph g': 'running',
      'node plan': 'failed',
    });
  });

  it('takes an agent of a node for that node, and has its graph above it', () => {
    const events = [
      at('agent:started', { agentId: 'scout', graphId: 'g', nodeId: 'scout' }),
      at('tool:called', { agentId: 'scout', graphId: 'g' }),
      at('agent:completed', { agentId: 'scout' }),
    ];
    expect(boxes(...events)).toEqual({ 'graph g': undefined, 'node scout': 'completed' });
    expect(edges(...events)).toEqual(['g > scout']);
    expect(html(...events)).toContain('graph g, completed');
  });

  it('follows an agent from node to node, and round again', () => {
    const visit = (nodeId: string) => at('agent:started', { agentId: 'a', graphId: 'g', nodeId });
    const events = ['plan', 'act', 'check', 'plan'].map(visit);
    expect(edges(...events)).toEqual(['check > plan', 'plan > act', 'act > check']);
    expect(html(...events)).toMatch(/dag-line is-back/);
    expect(edges(visit('plan'), at('agent:started', { agentId: 'a', graphId: 'other', nodeId: 'x' }))).toEqual([
      'g > plan',
      'other > x',
    ]);
  });

  it('tells each state by a sign and a word, and leads to the events, by keyboard too', () => {
    const out = html(
      starts('a b'),
      at('agent:failed', { agentId: 'plain' }),
      at('graph:started', { graphId: 'g', nodeId: 'n"1' }),
    );
    expect(out).toMatch(/is-running" href="\/history\?query=agent%3A%22a\+b%22" aria-label="agent a b, running"/);
    expect(out).toMatch(/is-failed" href="\/history\?query=agent%3Aplain"[\s\S]*?>✕<[\s\S]*?>failed · agent</);
    expect(out).toContain('query=graph%3Ag+node%3A%22n%5C%221%22');
  });

  it('changes nothing when an agent only goes on', () => {
    const state = fold(starts('a'));
    for (const type of ['tool:completed', 'model:request', 'model:response', 'agent:notified'])
      expect(replay(agentGraph, [at(type, { agentId: 'a' })], state)).toBe(state);
  });

  it('ignores events of nobody, and parents nobody knows', () => {
    expect(boxes(at('tool:called', { sessionId: 's' }), at('graph:progress', {}))).toEqual({});
    expect(edges(starts('a', 'unknown'), starts('b', 'b'))).toEqual([]);
  });

  it('is drawn whoever names whom as its parent', () => {
    expect(html(starts('a', 'b'), starts('b', 'c'), starts('c', 'a')).match(/<a id=/g)).toHaveLength(3);
  });

  it('is the same whatever comes between', () => {
    const events = [starts('lead'), starts('sub', 'lead'), at('agent:failed', { agentId: 'sub' })];
    const noise = [eventOf('user:message'), eventOf('acme:done'), at('tool:completed', { agentId: 'lead' })];
    expect(fold(...events.flatMap((event) => [event, ...noise]))).toEqual(fold(...events, ...noise.slice(0, 0)));
  });

  it('holds thousands of agents within its bounds, and draws sixty, those that work first', () => {
    const ended = Array.from({ length: 3_000 }, (_, index) => [
      starts(`a${index}`, 'lead'),
      at('agent:completed', { agentId: `a${index}` }),
    ]).flat();
    const state = fold(starts('lead'), ...ended);
    expect(state.boxes.size).toBe(BOXES_HELD);
    expect(state.places.size).toBe(PLACES_HELD);
    const out = render(agentGraph, state);
    expect(out.match(/<a id=/g)).toHaveLength(60);
    expect(out).toContain('agent lead, running');
    expect(out).toContain('+2,941 more');
    const crowd = Array.from({ length: PLACES_HELD + 50 }, (_, index) =>
      at('agent:started', { agentId: `a${index}`, graphId: 'g', nodeId: 'n' }),
    );
    expect(fold(...crowd).places.size).toBe(PLACES_HELD);
  });

  it('shows hostile text as text', () => {
    for (const text of HOSTILE) {
      const ids = { agentId: text, graphId: text, parentId: text };
      expect(html(at('agent:started', ids, { name: text }), at('graph:started', { ...ids, nodeId: text }))).not.toMatch(
        ESCAPED_OUT,
      );
    }
  });
});
