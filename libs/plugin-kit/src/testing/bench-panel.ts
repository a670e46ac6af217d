import { serialize } from 'node:v8';
import { BinnacleError, type BinnacleEvent } from '@binnacle/events';
import type { PanelProvider } from '../define-panel.js';
import { readOptions } from '../options.js';
import { reducerOf } from '../reducer-of.js';

export interface BenchOptions {
  /** Folded once in each round. */
  readonly events: readonly BinnacleEvent[];
  /** Views in each round, default 100. */
  readonly renders?: number;
  /** Rounds measured, default 9; the figure is their median. */
  readonly rounds?: number;
  /** What Nest would inject into the view, in the order of `inject`. */
  readonly injected?: readonly unknown[];
}

export interface BenchResult {
  readonly nsPerEvent: number;
  readonly usPerView: number;
  /** UTF-8 bytes of the view after all events. */
  readonly htmlBytes: number;
  /** Bytes of the state as a structured clone, an estimate of what it holds in memory; undefined when it can't be cloned. */
  readonly stateBytes: number | undefined;
}

const DEFAULT_RENDERS = 100;
const DEFAULT_ROUNDS = 9;
/** Long enough for V8 to compile what is hot. */
const WARM_UP_MS = 150;

/**
 * What a panel costs: fold and view, each warmed up, then the median of several rounds. Every view is of a state that no view has seen,
 * as on the server, so what a state caches for its view counts. Without Nest, the page and the stream: compare figures of one machine
 * with each other, not with the server's budgets.
 *
 * @example benchPanel(toolLatency, { events: agentRun({}, (run) => { for (let n = 0; n < 1_000; n++) run.toolCall(); }) })
 * @throws BinnacleError `invalid_plugin` when there is nothing to fold
 */
export function benchPanel<S>(panel: PanelProvider<S>, options: BenchOptions): BenchResult {
  const { events, renders = DEFAULT_RENDERS, rounds = DEFAULT_ROUNDS, injected = [] } = options;
  if (events.length === 0) throw new BinnacleError('invalid_plugin', 'benchPanel needs at least one event');
  const { id, initial, view, options: defined = {} } = panel.panel;
  const reduce = reducerOf(panel.panel);
  const render = (state: S): string => view(state, ...(injected as never[])).toString();
  const fold = (): S => events.reduce(reduce, initial(readOptions(defined, {}, `panel:${id}`)));

  const folded = fold();
  const moving = events.filter((event) => reduce(folded, event) !== folded);
  const unseen = (index: number): S => {
    const event = moving[index % Math.max(1, moving.length)];
    return event ? reduce(folded, event) : folded;
  };
  const timeViews = (): number => {
    const states = Array.from({ length: renders }, (_, index) => unseen(index));
    return timed(() => states.forEach(render)) / renders;
  };

  warmUp(fold);
  const nsPerEvent = median(Array.from({ length: rounds }, () => timed(fold) / events.length));
  warmUp(timeViews);
  const usPerView = median(Array.from({ length: rounds }, timeViews)) / 1_000;
  return { nsPerEvent, usPerView, htmlBytes: Buffer.byteLength(render(folded)), stateBytes: clonedBytes(folded) };
}

/** Nanoseconds. */
function timed(work: () => unknown): number {
  const started = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - started);
}

function warmUp(work: () => unknown): void {
  for (const until = performance.now() + WARM_UP_MS; performance.now() < until; ) work();
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

function clonedBytes(state: unknown): number | undefined {
  try {
    return serialize(state).byteLength;
  } catch {
    // Functions, or nested deeper than a clone may be.
    return undefined;
  }
}
