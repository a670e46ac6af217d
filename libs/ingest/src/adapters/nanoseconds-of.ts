import { type JsonValue, parseTimestamp } from '@binnacle/events';

/** An ISO 8601 text in nanoseconds since 1970; undefined for what is none. */
export function nanosecondsOf(value: JsonValue | undefined): bigint | undefined {
  const time = typeof value === 'string' ? parseTimestamp(value) : undefined;
  return time === undefined ? undefined : BigInt(Date.parse(time)) * 1_000_000n;
}
