import { BinnacleError } from '@binnacle/events';

/** A whole number from a query parameter. @throws BinnacleError `invalid_query` naming parameter and range */
export function integerParameter(
  name: string,
  value: string | undefined,
  range: { min: number; max: number; absent: number },
): number {
  if (value === undefined || value === '') return range.absent;
  const number = Number(value);
  if (!/^\d{1,9}$/.test(value) || number < range.min || number > range.max) {
    throw new BinnacleError(
      'invalid_query',
      `\`${name}\` is ${JSON.stringify(String(value).slice(0, 40))}; it must be ${range.min} to ${range.max}`,
      {
        parameter: name,
        ...range,
      },
    );
  }
  return number;
}
