import { BinnacleError } from '@binnacle/events';
import { bodyBytes, type EncodedBody } from './body-bytes.js';

/**
 * The bytes of a request as text: inflated under a cap, strictly UTF-8.
 *
 * @throws BinnacleError `unsupported_encoding`, `invalid_gzip`, `body_too_large`, `invalid_utf8`
 */
export async function bodyText(body: EncodedBody): Promise<string> {
  const bytes = await bodyBytes(body);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new BinnacleError('invalid_utf8', 'the body holds bytes that are no UTF-8', {}, { cause: error });
  }
}
