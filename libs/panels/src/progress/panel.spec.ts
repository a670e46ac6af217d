import { eventOf, render, replay } from '@binnacle/plugin-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { ESCAPED_OUT, HOSTILE } from '../shared/panel-test.fixture.js';
import { progress } from './panel.js';
import { GRAPHS_HELD } from './state.js';

const html = (...events: ReturnType<typeof eventOf>[]) => render(progress, replay(progress, events));
const graph = { graphId: 'g1' };

describe('the progress panel', () => {
  it('says what will come while there is nothing', () => {
    expect(html()).toContain('Nothing in progress');
  });

  it('shows what the graph tells', () => {
    const out = html(
      eventOf('graph:started', { ...graph, payload: { total: 4 } }),
      eventOf('graph:progress', { ...graph, payload: { completed: 1, label: 'linking' } }),
    );
    expect(out).toMatch(/1 of 4[\s\S]*25 %[\s\S]*<progress max="100" value="25"[\s\S]*linking/);
  });

  it('counts the graph’s agents when it tells nothing', () => {
    const events = ['a', 'b', 'c', 'd'].map((agentId) => eventOf('agent:started', { ...graph, agentId }));
    const out = html(
      ...events,
      eventOf('agent:completed', { ...graph, agentId: 'a' }),
      eventOf('agent:failed', { ...graph, agentId: 'b' }),
    );
    expect(out).toMatch(/2 of 4[\s\S]*50 %[\s\S]*running/);
  });

  it('is over when the agents of a graph that tells nothing are, as the last of them ended', () => {
    const of = (type: string, agentId: string) => eventOf(type, { ...graph, agentId });
    const begun = [of('agent:started', 'a'), of('agent:started', 'b'), of('agent:failed', 'b')];
    expect(html(...begun)).toContain('is-running');
    expect(html(...begun, of('agent:completed', 'a'))).toMatch(/is-completed[\s\S]*2 of 2/);
    expect(html(of('agent:started', 'a'), of('agent:failed', 'a'))).toContain('is-failed');
    expect(html(eventOf('graph:started', graph), ...begun, of('agent:completed', 'a'))).toContain('is-running');
  });

  it('ends at a hundred or in failure', () => {
    expect(html(eventOf('graph:completed', graph))).toMatch(/is-completed[\s\S]*100 %/);
    expect(html(eventOf('graph:failed', { ...graph, payload: { error: 'port in use' } }))).toMatch(
      /is-failed[\s\S]*port in use/,
    );
  });

  it('never shows more than a hundred percent nor an unknown share as a number', () => {
    expect(html(eventOf('graph:progress', { ...graph, payload: { completed: 9, total: 3 } }))).toContain('100 %');
    expect(html(eventOf('graph:started', graph))).toContain('—');
  });

  it('leaves agents outside graphs alone and holds the newest graphs', () => {
    expect(html(eventOf('agent:started', { agentId: 'a' }))).toContain('Nothing in progress');
    const many = Array.from({ length: GRAPHS_HELD + 20 }, (_, index) =>
      eventOf('graph:started', { graphId: `g${index}` }),
    );
    expect(replay(progress, many).graphs.size).toBe(GRAPHS_HELD);
  });

  it('shows hostile text as text', () => {
    for (const text of HOSTILE) {
      expect(html(eventOf('graph:progress', { graphId: text, payload: { label: text } }))).not.toMatch(ESCAPED_OUT);
    }
  });
});
