import type { IncomingMessage } from 'node:http';
import { BinnacleError } from '@binnacle/events';
import type { BodyLease } from '@binnacle/http';

/**
 * The bytes of a request, each counted before the next is awaited. A refused body is read to its end and thrown away: a client that
 * still writes would see a broken pipe and not why.
 *
 * @throws BinnacleError `body_too_large`; LifecycleError `too_many_bodies`
 */
export function readBody(stream: IncomingMessage, lease: BodyLease | undefined, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let total = 0;
    const leave = () => {
      stream.removeListener('data', take);
      stream.removeListener('end', end);
      stream.removeListener('close', cut);
    };
    const refuse = (error: unknown) => {
      leave();
      pieces.length = 0;
      stream.resume();
      reject(error);
    };
    const take = (piece: Buffer) => {
      total += piece.length;
      try {
        if (total > limit) throw tooLarge(limit);
        lease?.grow(piece.length);
        pieces.push(piece);
      } catch (error) {
        refuse(error);
      }
    };
    const end = () => {
      leave();
      resolve(pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces, total));
    };
    const cut = () => refuse(new BinnacleError('request_refused', 'the connection was lost before the body was whole'));
    stream.once('error', cut);
    stream.once('close', cut);
    if (declared(stream) > limit) {
      refuse(tooLarge(limit));
      return;
    }
    stream.on('data', take);
    stream.once('end', end);
  });
}

const declared = ({ headers }: IncomingMessage): number => Number(headers['content-length'] ?? 0);

const tooLarge = (limit: number) =>
  new BinnacleError('body_too_large', `the body is larger than the limit of ${limit} bytes`, { limit });
