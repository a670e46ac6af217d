/** Characters and values that may be held for later, per event. */
const SMALL = 4_000;

/** Whether a JSON value is about four kilobytes at most. Stops looking once it is not. */
export const isSmall = (value: unknown): boolean => rest(value, SMALL) >= 0;

/** What is left of `budget` after this value; below zero when it did not suffice. */
function rest(value: unknown, budget: number): number {
  if (typeof value === 'string') return budget - value.length;
  if (typeof value !== 'object' || value === null) return budget - 8;
  let left = budget - 8;
  for (const key in value) {
    if (left < 0) return left;
    left = rest((value as Record<string, unknown>)[key], left - key.length);
  }
  return left;
}
