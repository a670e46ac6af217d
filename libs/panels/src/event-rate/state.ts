import type { BinnacleEvent } from '@binnacle/plugin-kit';

/** Minutes charted, up to the newest event's. */
export const MINUTES = 60;
const MINUTE_MS = 60_000;

/** Events of one minute of arrival, by category. */
export interface Minute {
  /** Epoch minutes. */
  readonly minute: number;
  readonly counts: Readonly<Record<string, number>>;
}

export interface RateState {
  /** Oldest first, without those that nothing came in. */
  readonly minutes: readonly Minute[];
}

export const initial = (): RateState => ({ minutes: [] });

/** By arrival, so that an import of last year's events is a burst now. */
export function count({ minutes }: RateState, { category, receivedAt }: BinnacleEvent): RateState {
  const minute = Math.floor(Date.parse(receivedAt) / MINUTE_MS);
  const newest = minutes.at(-1);
  if (newest && minute < newest.minute)
    return { minutes: minutes.map((one) => (one.minute === minute ? add(one, category) : one)) };
  if (newest?.minute === minute) return { minutes: minutes.with(-1, add(newest, category)) };
  const kept = minutes.filter((one) => one.minute > minute - MINUTES);
  return { minutes: [...kept, { minute, counts: { [category]: 1 } }] };
}

const add = ({ minute, counts }: Minute, category: string): Minute => ({
  minute,
  counts: { ...counts, [category]: (counts[category] ?? 0) + 1 },
});
