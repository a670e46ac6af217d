import { inflate, tooLarge } from './inflate.js';

export interface EncodedBody {
  readonly body: unknown;
  readonly contentEncoding: string | undefined;
  /** Bytes after inflation. */
  readonly limit: number;
  /** Told of every piece that inflation adds. */
  readonly onBytes?: (bytes: number) => void;
}

/**
 * The bytes of a request, inflated under a cap.
 *
 * @throws BinnacleError `unsupported_encoding`, `invalid_gzip`, `body_too_large`
 */
export async function bodyBytes({ body, ...options }: EncodedBody): Promise<Buffer> {
  const bytes = await inflate(Buffer.isBuffer(body) ? body : Buffer.alloc(0), options);
  if (bytes.length > options.limit) throw tooLarge(options.limit, bytes.length);
  return bytes;
}
