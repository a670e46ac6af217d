/**
 * Where time is in `seq`: day of arrival (days since 1970-01-01 UTC) × 2³² + a number within the day.
 *
 * So a range of `seq` is a range of days: events are partitioned by it, a cursor reads one partition after the other without
 * sorting, and a clock set back only means that the later day goes on. `seq` stays below 2⁵³ until the year 7700.
 */
const SEQS_PER_DAY = 1n << 32n;
const DAY_MS = 86_400_000;

/** Days since 1970-01-01 UTC. */
export type Day = number;

export const dayAt = (epochMs: number): Day => Math.floor(epochMs / DAY_MS);
export const dayOf = (seq: bigint): Day => Number(seq / SEQS_PER_DAY);

/** Every `seq` of the day is above it, and at or below that of the next day. */
export const floorOf = (day: Day): bigint => BigInt(day) * SEQS_PER_DAY;

/** `2026-11-23` */
export const dateOf = (day: Day): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
