import { BinnacleError } from '@binnacle/events';
import type { Range } from '../frame.js';

/**
 * The JSON value at a range. Bytes that are no UTF-8 become U+FFFD: exporters do not send a text again in other words.
 *
 * @throws BinnacleError `invalid_json`
 */
export function parseSlice(bytes: Buffer, { start, end }: Range): unknown {
  try {
    return JSON.parse(bytes.toString('utf8', start, end));
  } catch (error) {
    throw new BinnacleError('invalid_json', `the body is not valid JSON: ${(error as Error).message.slice(0, 160)}`);
  }
}
