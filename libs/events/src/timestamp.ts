/**
 * Reads the timestamps agents send. Canonical form inside Binnacle: ISO 8601, UTC, milliseconds, `Z`.
 *
 * Remora sends Python's `datetime.now().isoformat()`: microseconds and no zone. No zone is read as UTC;
 * digits past the millisecond are cut, as Postgres `timestamptz(3)` would otherwise round them.
 */
const ISO_8601 =
  /^(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}:\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?([Zz]|[+-]\d{2}(?::?\d{2})?)?)?$/;
const CANONICAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
/** 9999-12-31T23:59:59.999Z, the last moment ISO 8601 writes with four digits. */
export const MAX_EPOCH_MS = 253_402_300_799_999;

/** Canonical text of an ISO 8601 string or of epoch milliseconds (0 … {@link MAX_EPOCH_MS}); undefined when it is neither. */
export function parseTimestamp(value: unknown): string | undefined {
  if (typeof value === 'number') return fromEpoch(value);
  if (typeof value !== 'string' || value.length > 40) return undefined;
  if (CANONICAL.test(value)) return isRealDate(value.slice(0, 10)) ? fromEpoch(Date.parse(value)) : undefined;
  const parts = ISO_8601.exec(value);
  if (!parts) return undefined;
  const [, date, minutes = '00:00', seconds = '00', fraction = '', zone = 'Z'] = parts;
  if (!isRealDate(date as string)) return undefined;
  const millis = `${fraction}000`.slice(0, 3);
  return fromEpoch(Date.parse(`${date}T${minutes}:${seconds}.${millis}${normaliseZone(zone)}`));
}

function fromEpoch(ms: number): string | undefined {
  if (!(ms >= 0 && ms <= MAX_EPOCH_MS)) return undefined;
  return new Date(ms).toISOString();
}

/** V8 reads 30 February as 2 March; a typo must not move an event silently. */
function isRealDate(date: string): boolean {
  const time = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
}

function normaliseZone(zone: string): string {
  if (zone === 'Z' || zone === 'z') return 'Z';
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
  return `${zone[0]}${digits.slice(0, 2)}:${digits.slice(2)}`;
}
