import type { BinnacleEvent, JsonObject, JsonValue } from '@binnacle/plugin-kit';
import { eventOf, render, replay } from '@binnacle/plugin-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { ESCAPED_OUT, HOSTILE, rowsOf } from '../shared/panel-test.fixture.js';
import { fingerprint } from './fingerprint.js';
import { stuckAgents } from './panel.js';
import { AGENTS_HELD } from './state.js';

const START = Date.UTC(2026, 0, 5, 10);
const at = (seconds: number) => new Date(START + seconds * 1_000).toISOString();
const of = (type: string, agentId: string, seconds = 0, payload: JsonObject = {}) =>
  eventOf(type, { agentId, timestamp: at(seconds), payload });
const calls = (count: number, input: JsonValue = { path: 'a.ts' }, tool_name = 'read_file') =>
  Array.from({ length: count }, () => of('tool:called', 'a', 1, { tool_name, input }));
const fold = (...events: BinnacleEvent[]) => replay(stuckAgents, events);
const html = (seconds: number, ...events: BinnacleEvent[]) =>
  render(stuckAgents, fold(...events), { now: () => START + seconds * 1_000 });
const states = (out: string) => rowsOf(out).map((row) => /class="state">(\w+)/.exec(row)?.[1]);
const names = (out: string) => rowsOf(out).map((row) => /line-who">([^<]+)/.exec(row)?.[1]);

describe('silent and looping', () => {
  it('says what will come while nobody runs', () => {
    expect(html(0)).toContain('No agent is running');
    expect(html(0, of('agent:started', 'a'), of('agent:completed', 'a'))).toContain('No agent is running');
  });

  it('calls an agent silent after two minutes, and not before', () => {
    const events = [of('agent:started', 'a'), of('tool:called', 'b', 60)];
    expect(states(html(120, ...events))).toEqual(['running', 'running']);
    expect(html(120, ...events)).toContain('All are heard of');
    expect(states(html(121, ...events))).toEqual(['silent', 'running']);
  });

  it('puts the most silent first, with a time the browser keeps, whatever the clock says', () => {
    const events = [of('model:request', 'newest', 30), of('agent:started', 'oldest', 10), of('tool:called', 'mid', 20)];
    expect(names(html(31, ...events))).toEqual(['oldest', 'mid', 'newest']);
    expect(rowsOf(render(stuckAgents, fold(...events)))[0]).toContain(`<time-ago datetime="${at(10)}"`);
  });

  it('takes an agent whose earlier turn is told as over for running still', () => {
    const over = of('agent:completed', 'a', 3, { afterwards: true });
    expect(states(html(130, of('agent:started', 'a', 5), over))).toEqual(['silent']);
    expect(states(html(130, of('agent:started', 'a', 2), over))).toEqual([]);
  });

  it('finds the same call made four times in a row, in any order of its keys', () => {
    expect(states(html(1, ...calls(3)))).toEqual(['running']);
    const turned = [
      { a: 1, b: [2, 3] },
      { b: [2, 3], a: 1 },
    ].flatMap((input) => calls(2, input));
    const out = html(1, ...turned);
    expect(states(out)).toEqual(['looping']);
    expect(out).toContain('read_file, 4 times in a row');
  });

  it.each([
    ['other arguments', [...calls(3), ...calls(1, { path: 'b.ts' }), ...calls(3)]],
    ['another tool', [...calls(3), ...calls(1, { path: 'a.ts' }, 'grep'), ...calls(3)]],
    [
      'arguments that differ at their very end',
      Array.from({ length: 6 }, (_, index) => calls(1, 'x'.repeat(9_000) + index)).flat(),
    ],
  ])('takes %s for no loop', (_, events) => {
    expect(states(html(1, ...events))).toEqual(['running']);
  });

  it('counts a call once that is told as called and as started', () => {
    const twice = Array.from({ length: 3 }, (_, index) =>
      ['tool:called', 'tool:started'].map((type) => of(type, 'a', 1, { tool_name: 'x', tool_use_id: `t${index}` })),
    ).flat();
    expect([...fold(...twice).agents.values()][0]?.times).toBe(3);
  });

  it.each([
    ['waits for an answer', [of('agent:blocked', 'a', 2), of('tool:completed', 'a', 3)]],
    ['waits in its own terminal', [of('agent:blocked', 'a', 2, { answerable: false })]],
    ['ended, though a call of it ends later', [of('agent:completed', 'a', 2), of('tool:completed', 'a', 3)]],
  ])('leaves out who %s', (_, events) => {
    expect(html(9_999, of('agent:started', 'a'), ...events)).toContain('No agent is running');
  });

  it.each([
    ['an answer', [of('agent:blocked', 'a', 2), of('agent:resumed', 'a', 3)]],
    ['a prompt', [of('agent:blocked', 'a', 2, { answerable: false }), of('tool:completed', 'a', 3)]],
    ['its end', [of('agent:completed', 'a', 2), of('user:message', 'a', 3)]],
  ])('has an agent back that goes on after %s', (_, events) => {
    expect(states(html(3, of('agent:started', 'a'), ...events))).toEqual(['running']);
  });

  it('only counts who is silent for more than a day', () => {
    const out = html(90_000, of('agent:started', 'crashed'), of('agent:started', 'late', 80_000));
    expect(names(out)).toEqual(['late']);
    expect(out).toContain('1 without an end');
  });

  it('is the same whatever other agents and types come between', () => {
    const events = [of('agent:started', 'a'), ...calls(5), of('agent:blocked', 'a', 4), of('agent:resumed', 'a', 5)];
    const noise = [
      of('acme:done', 'a', 9),
      of('tool:called', 'z', 3),
      eventOf('tool:called'),
      eventOf('graph:progress'),
    ];
    const of_a = (...list: BinnacleEvent[]) => fold(...list).agents.get('["a",null]');
    expect(of_a(...events.flatMap((event) => [event, ...noise]))).toEqual(of_a(...events));
  });

  it('goes by the newest time when events come out of order', () => {
    const [agent] = fold(of('tool:called', 'a', 50), of('tool:completed', 'a', 20)).agents.values();
    expect(agent).toMatchObject({ lastSeen: at(50), lastType: 'tool:called' });
  });

  it('holds the agents heard of last and lists ten', () => {
    const many = Array.from({ length: AGENTS_HELD + 100 }, (_, index) => of('agent:started', `a${index}`));
    expect(fold(...many).agents.size).toBe(AGENTS_HELD);
    expect(rowsOf(html(0, ...many))).toHaveLength(10);
    expect(html(0, ...many)).toContain(`and ${AGENTS_HELD - 10} more`);
  });

  it('shows hostile text as text', () => {
    for (const text of HOSTILE) {
      const events = Array.from({ length: 4 }, () => of('tool:called', text, 0, { tool_name: text, input: text }));
      expect(html(0, ...events)).not.toMatch(ESCAPED_OUT);
    }
  });
});

describe('a fingerprint', () => {
  it('tells values apart that only look alike', () => {
    const values = [
      null,
      'null',
      1,
      '1',
      [],
      {},
      [1, 2],
      [12],
      ['1', '2'],
      { a: 'b' },
      { a: ['b'] },
      'a=b',
      ['a', 'b'],
      ['ab'],
    ];
    expect(new Set(values.map(fingerprint)).size).toBe(values.length);
  });
});
