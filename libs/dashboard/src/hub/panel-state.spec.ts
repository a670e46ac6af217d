import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Html, html, type PanelDelta } from '@binnacle/plugin-kit';
import { eventOf } from '@binnacle/plugin-kit/testing';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { counter, isolated, log, parse, slow, stateOf } from './hub-test.fixture.js';
import type { PanelState } from './panel-state.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const called = () => eventOf('tool:called');
const said = (text: string) => eventOf('user:message', { payload: { text } });
const text = (panel: PanelState) => panel.html().toString();
const framesOf = (panel: PanelState) => parse(panel.nextFrame().plain.toString()).map(({ data }) => data);

/** A counter of calls with a `delta` of its own; its reducer throws on a failed one. */
const telling = (delta: (previous: number, next: number) => unknown) =>
  stateOf(
    isolated<number>({
      id: 'telling',
      initial: () => 0,
      on: {
        'tool:called': (calls) => calls + 1,
        'tool:failed': () => {
          throw new Error('reducer broke');
        },
      },
      view: (calls) => html`<ol id="p-telling-rows"><li>${calls}</li></ol>`,
      delta: delta as (previous: number, next: number) => PanelDelta | undefined,
    }),
  );

describe('the state of a panel', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  it('is dirty after a change until its frame is made, and not when a reducer gives the same state back', () => {
    const panel = stateOf(
      isolated<{ seen: boolean }>({
        id: 'same',
        initial: () => ({ seen: false }),
        on: { 'tool:*': (state) => (state.seen ? state : { seen: true }) },
        view: ({ seen }) => html`${String(seen)}`,
      }),
    );
    expect(panel.dirty).toBe(false);
    const first = called();
    panel.fold([first]);
    expect(panel.dirty).toBe(true);
    panel.nextFrame();
    panel.fold([called()]);
    expect(panel.dirty).toBe(false);
    expect(panel.changedAt).toBe(first.seq);
  });

  it('folds no event twice, and none from before where the archive was read', () => {
    const panel = stateOf(counter());
    const event = called();
    panel.fold([event]);
    panel.fold([event]);
    expect(text(panel)).toContain('1 calls');
    const [late, next] = [called(), called()];
    panel.completeTo(late.seq);
    panel.fold([late]);
    expect(text(panel)).toContain('1 calls');
    panel.fold([next]);
    expect(text(panel)).toContain('2 calls');
  });

  it('is rendered once for the page, the joiners and the frame', () => {
    const view = jest.fn((calls: number): Html => html`${calls}`);
    const panel = stateOf(
      isolated({ id: 'once', initial: () => 0, on: { 'tool:*': (calls: number) => calls + 1 }, view }),
    );
    panel.fold([called()]);
    const frame = panel.nextFrame();
    expect(panel.snapshot()).toBe(frame);
    panel.html();
    expect(view).toHaveBeenCalledTimes(1);
    panel.fold([called()]);
    panel.html();
    expect(view).toHaveBeenCalledTimes(2);
  });

  it('may be painted again when its view has rested nine times as long as it took', () => {
    jest.useFakeTimers();
    const panel = stateOf(slow(() => jest.advanceTimersByTime(50)));
    panel.fold([called()]);
    expect(panel.waitMs(performance.now())).toBe(0);
    panel.nextFrame();
    expect(panel.waitMs(performance.now())).toBe(500);
    jest.advanceTimersByTime(500);
    expect(panel.waitMs(performance.now())).toBe(0);
  });
});

describe('the frame of a panel', () => {
  it('is its new rows, and trims only a list that is full', () => {
    const panel = stateOf(log());
    panel.fold([said('zero')]);
    panel.nextFrame();
    panel.fold([said('one')]);
    panel.fold([said('two')]);
    expect(framesOf(panel)).toEqual(['mode prepend\nselector #p-log-rows\nelements <li>two</li><li>one</li>']);
    panel.fold([said('three')]);
    expect(framesOf(panel)).toEqual([
      'mode prepend\nselector #p-log-rows\nelements <li>three</li>',
      expect.stringContaining('mode remove'),
    ]);
  });

  it('is whole when more is new than the list holds', () => {
    const panel = stateOf(log());
    panel.fold([said('old')]);
    panel.nextFrame();
    for (const word of ['a', 'b', 'c', 'd']) panel.fold([said(word)]);
    expect(framesOf(panel)).toEqual([expect.stringContaining('elements <section id="p-log"')]);
  });

  it('is empty when the panel says that no row is new', () => {
    const panel = telling(() => ({ prepend: html`` }));
    panel.fold([called()]);
    expect(panel.nextFrame().isEmpty).toBe(true);
    expect(panel.dirty).toBe(false);
  });

  it.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('delta broke');
      },
    ],
    ['is a promise that rejects', async () => Promise.reject(new Error('delta broke later'))],
    ['gives text that nobody escaped', () => ({ prepend: '<script>' })],
    ['gives nothing to prepend', () => ({ keep: 3 })],
  ])('is whole when its delta %s', (_, delta) => {
    const panel = telling(delta);
    panel.fold([called()]);
    expect(framesOf(panel)).toEqual([expect.stringContaining('<li>1</li>')]);
  });

  it('is whole after an event its reducer threw on, so that the warning is on the screen', () => {
    const panel = telling((previous, next) => ({ prepend: html`<li>${previous} to ${next}</li>` }));
    panel.fold([called()]);
    expect(framesOf(panel)).toEqual([expect.stringContaining('<li>0 to 1</li>')]);
    panel.fold([eventOf('tool:failed')]);
    expect(framesOf(panel)).toEqual([expect.stringMatching(/could not be read.*<li>1<\/li>/)]);
  });

  it('warns of a reducer that gives a promise, and keeps the state', () => {
    const reducer = (async () => Promise.reject(new Error('later'))) as never;
    const view = (calls: number) => html`${calls} calls`;
    const panel = stateOf(isolated<number>({ id: 'async', initial: () => 0, on: { '*': reducer }, view }));
    panel.fold([called()]);
    expect(text(panel)).toMatch(/1 events could not be read.*0 calls/);
  });

  it('is an error card when its view gives a promise', () => {
    const view = (async () => Promise.reject(new Error('later'))) as never;
    const panel = stateOf(isolated<number>({ id: 'async', initial: () => 0, on: { '*': (n) => n + 1 }, view }));
    panel.fold([called()]);
    expect(framesOf(panel)).toEqual([expect.stringMatching(/This panel failed.*must be synchronous/)]);
  });

  it.each<[string, (kept: string[], item: string) => string[]]>([
    ['grows with every event', (kept, item) => [...kept, item]],
    [
      'is changed in place',
      (kept, item) => {
        kept.push(item);
        return kept;
      },
    ],
  ])('is let go, and its panel switched off, when it %s without end', async (_, reducer) => {
    const long = 'x'.repeat(20_000);
    let last: WeakRef<string[]> | undefined;
    const panel = stateOf(
      isolated<string[]>({
        id: 'leak',
        initial: () => [],
        on: {
          'tool:*': (kept) => {
            const next = reducer(kept, `${long}${kept.length}`);
            last = new WeakRef(next);
            return next;
          },
        },
        view: (kept) => html`${kept.length}`,
      }),
    );
    for (let count = 0; count < 3_000; count++) panel.fold([called()]);
    expect(text(panel)).toMatch(/its state grew past 16 MB/);
    await new Promise(setImmediate);
    collectGarbage();
    expect(last?.deref()).toBeUndefined();
  });
});
