import type { BinnacleEvent } from '@binnacle/plugin-kit';
import { eventOf, render, replay } from '@binnacle/plugin-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { blockedAgents } from '../blocked-agents/panel.js';
import { OPEN_HELD } from '../blocked-agents/state.js';
import { ESCAPED_OUT, HOSTILE, rowsOf } from '../shared/panel-test.fixture.js';
import { questionQueue } from './panel.js';
import { medianWait, WAITS_HELD } from './state.js';

const at = (second: number) => new Date(Date.UTC(2026, 0, 5, 10, 0, second)).toISOString();
const asks = (id: string, second: number, agentId = id) =>
  eventOf('agent:blocked', { id, agentId, timestamp: at(second), payload: { question: `Question ${id}?` } });
const answered = (id: string, second: number, agentId = id) =>
  eventOf('agent:resumed', { agentId, timestamp: at(second), payload: { question_id: id, answer: 'yes' } });
const fold = (...events: BinnacleEvent[]) => replay(questionQueue, events);
const html = (...events: BinnacleEvent[]) => render(questionQueue, fold(...events));
const figure = (out: string, name: string) => new RegExp(`<dt>${name}</dt><dd>([^<]*)`).exec(out)?.[1];

describe('the question queue', () => {
  it('says what will come while nobody asked', () => {
    expect(html()).toContain('No question yet');
  });

  it('lists who waits by when they asked, whatever order they came in', () => {
    const rows = rowsOf(html(asks('late', 30), asks('early', 10), asks('middle', 20)));
    expect(rows.map((row) => /Question (\w+)\?/.exec(row)?.[1])).toEqual(['early', 'middle', 'late']);
    expect(rows[0]).toContain(`datetime="${at(10)}"`);
  });

  it('leads to the card of the question, which is there', () => {
    const events = [asks('a', 1), asks('b/2"x', 2, 'writer')];
    const cards = render(blockedAgents, replay(blockedAgents, events));
    const links = [...html(...events).matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(links).toHaveLength(2);
    for (const id of links) expect(cards).toContain(`<article id="${id}"`);
  });

  it('tells how long answers took: the half of them, and the longest', () => {
    const out = html(
      asks('a', 0),
      asks('b', 0),
      asks('c', 0),
      answered('a', 5),
      answered('b', 50),
      answered('c', 10),
      asks('d', 9),
    );
    expect(['waiting', 'answered', 'median wait', 'longest'].map((name) => figure(out, name))).toEqual([
      '1',
      '3',
      '10 s',
      '50 s',
    ]);
    expect(medianWait(fold(asks('a', 0), asks('b', 0), answered('a', 5), answered('b', 10)))).toBe(7_500);
  });

  it('counts every question that one answer closes', () => {
    const resumed = eventOf('agent:resumed', { agentId: 'w', timestamp: at(8), payload: { answer: 'go' } });
    expect(fold(asks('a', 0, 'w'), asks('b', 2, 'w'), resumed)).toMatchObject({ answered: 2, waits: [8_000, 6_000] });
  });

  it.each([
    ['ended', eventOf('agent:failed', { agentId: 'a' })],
    ['went on without an answer', eventOf('agent:resumed', { agentId: 'a' })],
  ])('takes no agent that %s for an answered one', (_, event) => {
    const state = fold(asks('a', 0), event);
    expect(state).toMatchObject({ answered: 0, waits: [] });
    expect(state.blocked.open).toEqual([]);
  });

  it('never has an answer take less than no time', () => {
    expect(fold(asks('a', 30), answered('a', 10)).waits).toEqual([0]);
  });

  it('is the same whatever comes between', () => {
    const events = [asks('a', 0), asks('b', 1), answered('a', 5)];
    const noise = ['tool:called', 'model:response', 'graph:progress', 'agent:started', 'acme:done'];
    const between = events.flatMap((event) => [event, ...noise.map((type) => eventOf(type, { agentId: 'a' }))]);
    expect(fold(...between)).toEqual(fold(...events));
  });

  it('holds thousands of questions and answers within its bounds, and says how many it does not list', () => {
    const many = Array.from({ length: OPEN_HELD + 500 }, (_, index) => asks(`q${index}`, index));
    const out = html(...many);
    expect(rowsOf(out)).toHaveLength(10);
    expect(figure(out, 'waiting')).toBe('1,500');
    expect(out).toContain('and 1,490 more');
    const closed = Array.from({ length: WAITS_HELD + 50 }, (_, index) => [
      asks(`q${index}`, 0),
      answered(`q${index}`, index % 60),
    ]).flat();
    expect(fold(...closed).waits).toHaveLength(WAITS_HELD);
    expect(fold(...closed).answered).toBe(WAITS_HELD + 50);
  });

  it('shows hostile text as text', () => {
    for (const text of HOSTILE) {
      const event = eventOf('agent:blocked', { agentId: text, payload: { question: text } });
      expect(html(event)).not.toMatch(ESCAPED_OUT);
    }
  });
});
