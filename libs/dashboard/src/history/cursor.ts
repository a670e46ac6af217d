import { BinnacleError } from '@binnacle/events';

/** A place in a list: its direction and the last `seq` given. Opaque to clients; the direction guards against mixing lists. */
export const encodeCursor = (order: 'asc' | 'desc', seq: bigint): string =>
  Buffer.from(`${order}:${seq}`).toString('base64url');

/** @throws BinnacleError `invalid_cursor` */
export function decodeCursor(cursor: string, order: 'asc' | 'desc'): bigint {
  const [direction, seq = ''] = Buffer.from(cursor, 'base64url').toString('latin1').split(':');
  if ((direction !== 'asc' && direction !== 'desc') || !/^\d{1,18}$/.test(seq)) {
    throw new BinnacleError('invalid_cursor', '`cursor` is none that this server gave', { parameter: 'cursor' });
  }
  if (direction !== order) {
    throw new BinnacleError('invalid_cursor', `\`cursor\` belongs to a list in order ${direction}`, {
      parameter: 'cursor',
    });
  }
  return BigInt(seq);
}
