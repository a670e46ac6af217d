const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** Rests before the second and each further attempt: about 19 hours in all. */
const RESTS_MS = [5 * SECOND, MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, 10 * HOUR] as const;
/** Part of a rest by which it may be longer: many that failed together don't come back together. */
const JITTER = 0.1;

export const MAX_ATTEMPTS = RESTS_MS.length + 1;

/** Milliseconds until the next attempt; undefined when there is none. @param attempt the one that failed, from 1 */
export function restAfter(attempt: number, askedFor = 0, random = Math.random()): number | undefined {
  const rest = RESTS_MS[attempt - 1];
  return rest === undefined ? undefined : Math.max(askedFor, Math.round(rest * (1 + JITTER * random)));
}
