import { BinnacleError } from '@binnacle/events';
import type { EventSelection, EventStatistics } from '@binnacle/persistence';
import { alignedRange, STEPS, type Step, stepFor } from '../stats/steps.js';

const BARS = 60;
/** Of an archive that began a moment ago: one bar would be a block and no histogram. */
const LEAST_MS = 30 * 60_000;

export interface HistogramBar {
  readonly from: string;
  readonly to: string;
  readonly events: number;
  readonly errors: number;
}

export interface Histogram {
  readonly from: string;
  readonly to: string;
  readonly step: Step;
  /** One per step, also of those without events; undefined = too many to count in the time there is. */
  readonly bars: readonly HistogramBar[] | undefined;
}

/** Events over time for a query, as far as the archive goes back. Undefined while there are none at all. */
export async function histogramOf(
  statistics: EventStatistics,
  selection: Omit<EventSelection, 'after' | 'before'>,
  nowMs: number,
): Promise<Histogram | undefined> {
  const { project, from: given, to: until } = selection;
  const first = given === undefined ? await statistics.firstEvent(project) : new Date(given);
  if (!first) return undefined;
  const toMs = until === undefined ? Math.max(nowMs, first.getTime() + 1) : Date.parse(until);
  const fromMs = Math.min(first.getTime(), toMs - (given === undefined ? LEAST_MS : 1));
  const step = stepFor(fromMs, toMs, BARS);
  const { from, to, points } = alignedRange(fromMs, toMs, step);
  const stepMs = STEPS[step] * 1_000;
  const starts = Array.from(
    { length: Math.min(points, MOST) },
    (_, index) => Date.parse(to) - (points - index) * stepMs,
  );
  const counts = await counted(statistics, { ...selection, from, to, stepSeconds: STEPS[step] });
  const found = new Map(counts?.map(({ bucket, ...sums }) => [bucket, sums]));
  const bars = starts.map((start) => {
    const bucket = new Date(start).toISOString();
    const { events = 0, errors = 0 } = found.get(bucket) ?? {};
    return { from: bucket, to: new Date(start + stepMs).toISOString(), events, errors };
  });
  return { from, to, step, bars: counts && bars };
}

/** Of weeks: more than nobody's archive has, but a wrong clock may say so. */
const MOST = 5_000;

async function counted(statistics: EventStatistics, selection: Parameters<EventStatistics['counts']>[0]) {
  try {
    return await statistics.counts(selection);
  } catch (error) {
    if (error instanceof BinnacleError && ['query_too_slow', 'too_many_queries'].includes(error.code)) return undefined;
    throw error;
  }
}

/** What is left of `all` when `part` is taken out: both of the same times. */
export function without(all: Histogram, part: Histogram | undefined): Histogram {
  const found = new Map(part?.bars?.map((bar) => [bar.from, bar]));
  const bars = all.bars?.map((bar) => {
    const { events = 0, errors = 0 } = found.get(bar.from) ?? {};
    return { ...bar, events: Math.max(0, bar.events - events), errors: Math.max(0, bar.errors - errors) };
  });
  return { ...all, bars };
}
