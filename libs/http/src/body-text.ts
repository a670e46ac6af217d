import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { BinnacleError } from '@binnacle/events';

const inflate = promisify(gunzip);

export interface EncodedBody {
  readonly body: unknown;
  readonly contentEncoding: string | undefined;
  /** Bytes after inflation. */
  readonly limit: number;
}

/**
 * The bytes of a request as text: inflated under a cap, strictly UTF-8.
 *
 * @throws BinnacleError `unsupported_encoding`, `invalid_gzip`, `body_too_large`, `invalid_utf8`
 */
export async function bodyText({ body, contentEncoding, limit }: EncodedBody): Promise<string> {
  const bytes = await inflated(Buffer.isBuffer(body) ? body : Buffer.alloc(0), contentEncoding, limit);
  if (bytes.length > limit) throw tooLarge(limit, bytes.length);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new BinnacleError('invalid_utf8', 'the body holds bytes that are no UTF-8', {}, { cause: error });
  }
}

async function inflated(bytes: Buffer, encoding: string | undefined, limit: number): Promise<Buffer> {
  const name = encoding?.trim().toLowerCase() ?? '';
  if (name === '' || name === 'identity') return bytes;
  if (name !== 'gzip') {
    throw new BinnacleError(
      'unsupported_encoding',
      `\`Content-Encoding\` is ${JSON.stringify(name.slice(0, 60))}; gzip is understood`,
    );
  }
  try {
    // The cap stops a small bomb of zeros before it is a gigabyte in memory.
    return await inflate(bytes, { maxOutputLength: limit });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(limit);
    throw new BinnacleError('invalid_gzip', 'the body is not valid gzip', {}, { cause: error });
  }
}

const tooLarge = (limit: number, bytes?: number) =>
  new BinnacleError(
    'body_too_large',
    `the body has ${bytes ?? 'more'} bytes${bytes ? '' : ' inflated'}; the limit is ${limit}`,
    {
      limit,
    },
  );
