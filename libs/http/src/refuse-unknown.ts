import { BinnacleError } from '@binnacle/events';

/**
 * Refuses a query that holds more than is read from it, or a value more often.
 *
 * @param known what the address takes
 * @param repeatable those of them that may be given several times
 * @throws BinnacleError `invalid_query` naming the parameter
 */
export function refuseUnknown(
  parameters: Readonly<Record<string, unknown>>,
  known: readonly string[],
  repeatable: readonly string[] = known,
): void {
  for (const name of Object.keys(parameters)) {
    if (!known.includes(name)) {
      throw invalid(name, known.length > 0 ? `is no parameter here; known: ${known.join(', ')}` : NONE);
    }
    if (Array.isArray(parameters[name]) && !repeatable.includes(name)) throw invalid(name, 'may be given once');
  }
}

const NONE = 'is no parameter here; there are none';

function invalid(name: string, why: string): BinnacleError {
  const parameter = name.slice(0, 60);
  return new BinnacleError('invalid_query', `\`${parameter}\` ${why}`, { parameter });
}
