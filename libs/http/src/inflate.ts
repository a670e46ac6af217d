import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { BinnacleError } from '@binnacle/events';

/** `deflate` is zlib's format, as HTTP means it. */
const CODINGS = {
  gzip: { whole: promisify(zlib.gunzip), stream: zlib.createGunzip },
  deflate: { whole: promisify(zlib.inflate), stream: zlib.createInflate },
} as const;
/** Inflated in one go up to this; past it piece by piece, so that each piece is counted before the next is made. */
const WHOLE_BYTES = 262_144;
const PIECE_BYTES = 262_144;

export interface InflateOptions {
  readonly contentEncoding: string | undefined;
  /** Bytes after inflation. The cap stops a small bomb of zeros before it is a gigabyte in memory. */
  readonly limit: number;
  /** Told of every piece; a throw ends the inflation. */
  readonly onBytes?: (bytes: number) => void;
}

/** @throws BinnacleError `unsupported_encoding`, `invalid_gzip`, `body_too_large` */
export async function inflate(bytes: Buffer, options: InflateOptions): Promise<Buffer> {
  const { contentEncoding, limit, onBytes } = options;
  const name = contentEncoding?.trim().toLowerCase() ?? '';
  if (name === '' || name === 'identity') return bytes;
  if (name !== 'gzip' && name !== 'deflate') {
    throw new BinnacleError(
      'unsupported_encoding',
      `\`Content-Encoding\` is ${JSON.stringify(name.slice(0, 60))}; gzip and deflate are understood`,
    );
  }
  const coding = CODINGS[name];
  try {
    const whole = await coding.whole(bytes, { maxOutputLength: Math.min(limit, WHOLE_BYTES) });
    onBytes?.(whole.length);
    return whole;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') throw broken(name, error);
  }
  return pieceByPiece(coding.stream({ chunkSize: PIECE_BYTES }), bytes, name, options);
}

async function pieceByPiece(
  stream: zlib.Gunzip | zlib.Inflate,
  bytes: Buffer,
  name: string,
  options: InflateOptions,
): Promise<Buffer> {
  const { limit, onBytes } = options;
  const pieces: Buffer[] = [];
  let total = 0;
  stream.end(bytes);
  try {
    for await (const piece of stream as AsyncIterable<Buffer>) {
      total += piece.length;
      if (total > limit) throw tooLarge(limit);
      onBytes?.(piece.length);
      pieces.push(piece);
    }
  } catch (error) {
    throw error instanceof BinnacleError ? error : broken(name, error);
  } finally {
    stream.destroy();
  }
  return Buffer.concat(pieces, total);
}

export const tooLarge = (limit: number, bytes?: number): BinnacleError =>
  new BinnacleError(
    'body_too_large',
    `the body has ${bytes ?? 'more'} bytes${bytes ? '' : ' inflated'}; the limit is ${limit}`,
    { limit },
  );

const broken = (name: string, cause: unknown) =>
  new BinnacleError('invalid_gzip', `the body is not valid ${name}`, {}, { cause });
