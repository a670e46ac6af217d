/**
 * Durations as a histogram whose slots grow by a tenth: two histograms add up to one, and a percentile of it is at most 5 %
 * off, however many durations went in. (The idea of DDSketch.)
 */

/** Slot n holds durations above `GROWTH`ⁿ⁻¹ and up to `GROWTH`ⁿ ms; slot 0 up to 1 ms. */
export const GROWTH = 1.1;
/** Eleven days; a longer one counts as this. */
export const MAX_DURATION_MS = 1e9;

export type Slot = readonly [slot: number, count: number];

/** The middle of a slot, in ms. */
export const durationOf = (slot: number): number => (slot === 0 ? 1 : (2 * GROWTH ** slot) / (GROWTH + 1));

/** @param slots in any order; @param share 0.95 for p95. Null when nothing was measured. */
export function percentile(slots: readonly Slot[], share: number): number | null {
  const total = slots.reduce((sum, [, count]) => sum + count, 0);
  let left = Math.max(1, Math.ceil(total * share));
  for (const [slot, count] of [...slots].sort(([a], [b]) => a - b)) {
    left -= count;
    if (left <= 0) return Math.round(durationOf(slot) * 10) / 10;
  }
  return null;
}
