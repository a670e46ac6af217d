import { createReadStream } from 'node:fs';
import { PassThrough, pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** A file, or `-` for standard input; what begins as gzip does is inflated. */
export async function openInput(file: string, stdin: Readable = process.stdin): Promise<Readable> {
  const source = file === '-' ? stdin : createReadStream(file);
  const head = await firstBytes(source);
  const isGzip = head[0] === 0x1f && head[1] === 0x8b;
  // An error of the source reaches whoever reads the result.
  return pipeline(source, isGzip ? createGunzip() : new PassThrough(), () => {});
}

async function firstBytes(source: Readable): Promise<Buffer> {
  await new Promise<void>((resolve, reject) => {
    source.once('readable', resolve).once('end', resolve).once('error', reject);
  });
  const chunk = source.read() as Buffer | null;
  if (chunk) source.unshift(chunk);
  return chunk ?? Buffer.alloc(0);
}
