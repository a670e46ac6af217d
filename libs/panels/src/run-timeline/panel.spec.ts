import type { BinnacleEvent, JsonObject } from '@binnacle/plugin-kit';
import { eventOf, render, replay } from '@binnacle/plugin-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { ESCAPED_OUT, HOSTILE } from '../shared/panel-test.fixture.js';
import { runTimeline } from './panel.js';
import { rowsOf } from './rows.js';
import { BARS_HELD, RUNS_HELD, type Run } from './state.js';

const START = Date.UTC(2026, 0, 5, 10);
const RUN = { sessionId: 's1' };
type Ids = Partial<Record<'agentId' | 'graphId' | 'nodeId' | 'sessionId' | 'parentId' | 'id', string>>;

const at = (seconds: number, type: string, ids: Ids = {}, payload: JsonObject = {}) =>
  eventOf(type, { ...RUN, timestamp: new Date(START + seconds * 1_000).toISOString(), ...ids, payload });
const tool = (seconds: number, action: string, use: string, ids: Ids = { agentId: 'a' }, more: JsonObject = {}) =>
  at(seconds, `tool:${action}`, ids, { tool_name: `tool-${use}`, tool_use_id: use, ...more });

const fold = (...events: BinnacleEvent[]) => replay(runTimeline, events);
const runs = (...events: BinnacleEvent[]): Run[] => [...fold(...events).runs.values()];
const html = (...events: BinnacleEvent[]) => render(runTimeline, fold(...events));
/** Each bar in a line: indented name, start–end in seconds, outcome. */
const drawn = (...events: BinnacleEvent[]) =>
  runs(...events).flatMap((run) =>
    rowsOf(run, 100).map(({ bar, depth }) => {
      const seconds = (ms: number | undefined) => (ms === undefined ? '' : (ms - START) / 1_000);
      return `${'  '.repeat(depth)}${bar.name} ${seconds(bar.start)}–${seconds(bar.end)} ${bar.outcome}`;
    }),
  );

describe('the timeline of runs', () => {
  it('says what will come while there is nothing', () => {
    expect(html()).toContain('No run yet');
  });

  it('draws calls within their agent, from their beginning to their end', () => {
    const events = [
      at(0, 'agent:started', { agentId: 'a' }),
      tool(1, 'called', 'x'),
      tool(1.2, 'started', 'x'),
      at(2, 'model:request', { agentId: 'a' }, { model: 'opus' }),
      tool(3, 'failed', 'x'),
      at(4, 'model:response', { agentId: 'a' }, { model: 'opus' }),
      at(5, 'agent:completed', { agentId: 'a' }),
    ];
    expect(drawn(...events)).toEqual(['a 0–5 done', '  tool-x 1–3 failed', '  opus 2–4 done']);
  });

  it('keeps calls apart that go on at the same time, by their id, and by name without one', () => {
    const named = (seconds: number, type: string, tool_name: string) => at(seconds, type, {}, { tool_name });
    expect(drawn(tool(0, 'called', 'x'), tool(1, 'called', 'y'), tool(2, 'completed', 'x')).slice(1)).toEqual([
      '  tool-x 0–2 done',
      '  tool-y 1– running',
    ]);
    expect(drawn(named(0, 'tool:called', 'x'), named(1, 'tool:called', 'y'), named(2, 'tool:completed', 'x'))).toEqual([
      'x 0–2 done',
      'y 1– running',
    ]);
  });

  it('knows the call of a model that answers with the name of its version, by its node or by its name', () => {
    const model = (seconds: number, type: string, name: string, ids: Ids = {}) =>
      at(seconds, `model:${type}`, ids, { model: name });
    expect(drawn(model(0, 'request', 'gpt-4o'), model(1, 'response', 'gpt-4o-2024-08-06'))).toEqual([
      'gpt-4o 0–1 done',
    ]);
    const [one, two] = [{ nodeId: 'span-1' }, { nodeId: 'span-2' }];
    expect(
      drawn(
        model(0, 'request', 'gpt-4o', one),
        model(1, 'request', 'gpt-4o', two),
        model(2, 'response', 'gpt-4o', one),
        model(3, 'response', 'azure-7', two),
      ),
    ).toEqual(['gpt-4o 0–2 done', 'gpt-4o 1–3 done']);
    expect(drawn(model(0, 'request', 'gpt-4o'), model(1, 'response', 'opus')).slice(0, 2)).toEqual([
      'gpt-4o 0– running',
      'opus 1–1 done',
    ]);
  });

  it.each([
    ['an agent', 'lead'],
    ['an event of one', 'lead-started'],
  ])('nests an agent within another that it names by %s', (_, parentId) => {
    const events = [
      at(0, 'agent:started', { agentId: 'lead', id: 'lead-started' }),
      at(1, 'agent:started', { agentId: 'sub', parentId }),
      tool(2, 'called', 'x', { agentId: 'sub', parentId }),
    ];
    expect(drawn(...events)).toEqual(['lead 0– running', '  sub 1– running', '    tool-x 2– running']);
  });

  it('nests an agent within the call that made it, whichever was told first', () => {
    const events = [
      at(1, 'agent:started', { agentId: 'sub', parentId: 'spawn' }),
      at(0, 'agent:started', { agentId: 'lead' }),
      tool(0.5, 'called', 'spawn', { agentId: 'lead' }),
    ];
    expect(drawn(...events)).toEqual(['lead 0– running', '  tool-spawn 0.5– running', '    sub 1– running']);
  });

  it('nests agents within their node, else within their graph', () => {
    const graph = { graphId: 'g' };
    const events = [
      at(0, 'graph:started', graph),
      at(1, 'graph:started', { ...graph, nodeId: 'plan' }),
      at(1, 'agent:started', { ...graph, nodeId: 'plan', agentId: 'a' }),
      at(2, 'agent:started', { ...graph, nodeId: 'other', agentId: 'b' }),
      at(3, 'graph:failed', { ...graph, nodeId: 'plan' }),
      at(4, 'graph:completed', graph),
    ];
    expect(drawn(...events)).toEqual(['g 0–4 done', '  plan 1–3 failed', '    a 1– running', '  b 2– running']);
  });

  it('shows an agent that only works, and one that goes on after its end as a new turn', () => {
    const events = [
      tool(0, 'called', 'x'),
      tool(1, 'completed', 'x'),
      at(2, 'agent:completed', { agentId: 'a' }),
      tool(5, 'called', 'y'),
    ];
    expect(drawn(...events)).toEqual(['a 0–2 done', '  tool-x 0–1 done', 'a 5– running', '  tool-y 5– running']);
  });

  it('draws what only tells its end by its duration', () => {
    expect(drawn(tool(5, 'completed', 'x', {}, { duration_ms: 2_000 }))).toEqual(['tool-x 3–5 done']);
    expect(drawn(at(5, 'model:response', {}, { model: 'm', duration_ms: 1_000 }))).toEqual(['m 4–5 done']);
  });

  it('cuts off what an agent leaves open, and takes a late end for what it is', () => {
    const events = [
      at(0, 'agent:started', { agentId: 'a' }),
      tool(1, 'called', 'x'),
      at(2, 'agent:failed', { agentId: 'a' }),
    ];
    expect(drawn(...events)).toEqual(['a 0–2 failed', '  tool-x 1–2 cut']);
    expect(drawn(...events, tool(3, 'completed', 'x'))).toEqual(['a 0–2 failed', '  tool-x 1–3 done']);
  });

  it('draws waiting for a person, in the terminal too', () => {
    const asked = at(1, 'agent:blocked', { agentId: 'a', id: 'q' }, { question: 'Go on?' });
    expect(drawn(asked, at(4, 'agent:resumed', { agentId: 'a' }, { question_id: 'q' }))[1]).toBe('  Go on? 1–4 done');
    expect(html(asked)).toMatch(/is-waiting[\s\S]*waiting <time-ago/);
    const prompt = at(1, 'agent:blocked', { agentId: 'a' }, { question: 'Allow?', answerable: false });
    expect(drawn(prompt, tool(3, 'completed', 'x'))[1]).toBe('  Allow? 1–3 done');
  });

  it('grows what goes on to the newest event, and says so', () => {
    const first = html(at(0, 'agent:started', { agentId: 'a' }), tool(5, 'called', 'x'));
    expect(first).toMatch(/is-tool is-running[\s\S]*x="99.60%" width="0.40%"[\s\S]*running <time-ago/);
    const later = html(at(0, 'agent:started', { agentId: 'a' }), tool(5, 'called', 'x'), at(10, 'agent:notified'));
    expect(later).toMatch(/is-tool is-running[\s\S]*x="50.00%" width="50.00%"/);
  });

  it('draws nothing outside the chart, whatever times and durations are told', () => {
    const out = html(
      tool(5, 'called', 'x'),
      tool(1, 'completed', 'x'),
      tool(9, 'completed', 'y', { agentId: 'a' }, { duration_ms: 1e15 }),
      tool(3, 'completed', 'z', { agentId: 'a' }, { duration_ms: 0 }),
    );
    for (const [, x, width] of out.matchAll(/ x="([\d.-]+)%" width="([\d.-]+)%"/g)) {
      expect(Number(x)).toBeGreaterThanOrEqual(0);
      expect(Number(x) + Number(width)).toBeLessThanOrEqual(100.01);
    }
  });

  it('shows the run that began last, and the others to open, whoever was heard of last', () => {
    const of = (seconds: number, sessionId: string) => at(seconds, 'agent:started', { agentId: sessionId, sessionId });
    const out = html(of(0, 'old'), of(1, 'new'), of(2, 'old'));
    expect(out).toMatch(
      /<section class="run"[\s\S]*title="new"[\s\S]*<details[^>]*data-preserve-attr="open"[\s\S]*title="old"/,
    );
    const graph = eventOf('agent:started', { agentId: 'a', graphId: 'g' });
    expect(runs(graph, eventOf('tool:called', { agentId: 'a' })).map(({ kind, id }) => [kind, id])).toEqual([
      ['graph', 'g'],
      ['agent', 'a'],
    ]);
  });

  it('ignores events of no run and ends that nothing began', () => {
    expect(html(eventOf('tool:called'), eventOf('graph:completed'))).toContain('No run yet');
    expect(drawn(at(0, 'agent:resumed', { agentId: 'a' }), at(0, 'graph:completed', { graphId: 'g' }))).toEqual([]);
  });

  it('is the same whatever comes between of other runs and types', () => {
    const events = [at(0, 'agent:started', { agentId: 'a' }), tool(1, 'called', 'x'), tool(2, 'completed', 'x')];
    const noise = [
      tool(9, 'called', 'x', { agentId: 'a', sessionId: 's2' }),
      at(9, 'acme:done'),
      eventOf('tool:called'),
    ];
    expect(runs(...events.flatMap((event) => [...noise, event]))).toContainEqual(runs(...events)[0]);
  });

  it('leaves nobody out when agents name each other', () => {
    const of = (agentId: string, parentId: string) => at(0, 'agent:started', { agentId, parentId });
    expect(drawn(of('a', 'b'), of('b', 'c'), of('c', 'a'), of('d', 'd'))).toHaveLength(4);
  });

  it('holds thousands of bars and runs within its bounds, and never lets go of what goes on', () => {
    const calls = Array.from({ length: 3_000 }, (_, index) => [
      tool(index, 'called', `t${index}`),
      tool(index + 0.5, 'completed', `t${index}`),
    ]).flat();
    const [run] = runs(at(0, 'agent:started', { agentId: 'a' }), tool(0, 'called', 'slow'), ...calls);
    expect(run).toMatchObject({ forgotten: 3_002 - BARS_HELD });
    expect(run?.bars).toHaveLength(BARS_HELD);
    expect(run?.bars.slice(0, 2).map(({ name }) => name)).toEqual(['a', 'tool-slow']);
    const many = Array.from({ length: RUNS_HELD + 30 }, (_, index) =>
      at(index, 'agent:started', { agentId: 'a', sessionId: `s${index}` }),
    );
    expect(runs(...many)).toHaveLength(RUNS_HELD);
    expect(html(...many).match(/<details/g)).toHaveLength(4);
    expect(html(...calls).match(/class="bar-row/g)?.length).toBeLessThanOrEqual(81);
    expect(html(...calls)).toContain('earlier ones are not drawn');
  });

  describe('of an agent whose hooks, log records and spans come in an order of their own', () => {
    const ada = { agentId: 'ada' };
    const span = { ...ada, graphId: 'trace' };
    const afterwards = { afterwards: true };

    it('joins a call of a model by its request, whichever end comes first', () => {
      const [asked, answered] = ['model:request', 'model:response'].map((type, index) =>
        at(2 + index, type, ada, { model: index ? 'opus-4-8' : 'opus-4-8[1m]', request_id: 'r1', duration_ms: 10 }),
      ) as [BinnacleEvent, BinnacleEvent];
      const started = at(0, 'agent:started', ada);
      expect(drawn(started, asked, answered)).toEqual(['ada 0– running', '  opus-4-8[1m] 2–3 done']);
      expect(drawn(started, answered, asked)).toEqual(['ada 0– running', '  opus-4-8 2–3 done']);
    });

    it('draws the turn once that a hook told, and its span later', () => {
      const turn = [at(0, 'agent:started', ada, { name: 'Ada' }), at(5, 'agent:completed', ada)];
      const again = [at(1, 'agent:started', span, afterwards), at(5.1, 'agent:completed', span, afterwards)];
      expect(drawn(...turn, ...again)).toEqual(['Ada 0–5 done']);
      // Spans of two traces are two, and so are two turns.
      expect(drawn(...again, ...turn)).toHaveLength(2);
      expect(drawn(...turn, at(9, 'agent:started', span, afterwards))).toHaveLength(2);
    });

    it('begins the next turn with the prompt, by the name it had', () => {
      const first = [at(0, 'agent:started', ada, { name: 'Ada' }), at(5, 'agent:completed', ada)];
      const prompt = at(8, 'user:message', ada, { text: 'And now?' });
      expect(drawn(...first, prompt, tool(9, 'called', 'x', ada))).toEqual([
        'Ada 0–5 done',
        'Ada 8– running',
        '  tool-x 9– running',
      ]);
      expect(drawn(...first, at(1, 'user:message', ada, { text: 'late' }))).toEqual(['Ada 0–5 done']);
      expect(drawn(prompt)).toEqual([]);
    });

    it('adds what was done in a turn to that turn, also when it has ended', () => {
      expect(
        drawn(
          at(0, 'agent:started', ada),
          at(5, 'agent:completed', ada),
          at(2, 'model:request', span, { model: 'opus' }),
          at(3, 'model:response', span, { model: 'opus' }),
        ),
      ).toEqual(['ada 0–5 done', '  opus 2–3 done']);
    });

    it('lets what goes on go on when the turn before is told as over', () => {
      const now = [at(10, 'agent:started', ada), at(11, 'agent:blocked', ada, { question: 'Go?' })];
      const before = ['agent:resumed', 'agent:completed'].map((type) => at(9, type, span, afterwards));
      expect(drawn(...now, ...before)).toEqual(['ada 10– running', '  Go? 11– running']);
    });

    it('draws a question once that was asked here, and a prompt that a span alone tells', () => {
      const prompt = { question: 'Permission', answerable: false, ...afterwards };
      const echo = [at(0.9, 'agent:blocked', span, prompt), at(4, 'agent:resumed', span, prompt)];
      const asked = [at(1, 'agent:blocked', ada, { question: 'Go?' }), at(4, 'agent:resumed', ada, { answer: 'yes' })];
      const started = at(0, 'agent:started', ada);
      expect(drawn(started, ...asked, ...echo)).toEqual(['ada 0– running', '  Go? 1–4 done']);
      expect(drawn(started, ...echo)).toEqual(['ada 0– running', '  Permission 0.9–4 done']);
    });
  });

  it('has one id for one bar, whatever is above it', () => {
    const ids = (out: string) => [...out.matchAll(/<li id="([^"]+)"/g)].map(([, id]) => id);
    const events = [tool(0, 'called', 'x'), tool(1, 'called', 'y')];
    expect(ids(html(...events, tool(2, 'called', 'z')))).toEqual(expect.arrayContaining(ids(html(...events))));
    expect(new Set(ids(html(...events))).size).toBe(3);
  });

  it('shows hostile text as text', () => {
    for (const text of HOSTILE) {
      const ids = { agentId: text, sessionId: text, graphId: text, nodeId: text, parentId: text };
      const out = html(
        at(0, 'graph:started', ids),
        at(0, 'agent:started', ids, { name: text }),
        at(1, 'tool:called', ids, { tool_name: text, tool_use_id: text }),
        at(2, 'agent:blocked', ids, { question: text }),
      );
      expect(out).not.toMatch(ESCAPED_OUT);
    }
  });
});
