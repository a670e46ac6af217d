import { BinnacleError, isJsonObject, parseTimestamp } from '@binnacle/events';

/** When another archive received an event; `now` when it does not say. @throws BinnacleError `field_invalid` */
export function arrivalOf(item: unknown, now: string): string {
  const given = isJsonObject(item) ? item.received_at : undefined;
  if (given == null) return now;
  const arrival = parseTimestamp(given);
  if (!arrival || arrival > now) {
    throw new BinnacleError(
      'field_invalid',
      '`received_at` must be ISO 8601 or epoch milliseconds, and not in the future',
      {
        field: 'received_at',
      },
    );
  }
  return arrival;
}
