import { BinnacleError } from '@binnacle/events';

export type Order = 'asc' | 'desc';

/** A place in a list: beside the row with this `seq`, on the side further on, or on the side one came from. */
export interface Place {
  readonly order: Order;
  readonly seq: bigint;
  readonly back: boolean;
}

/** Opaque to clients; the order in it guards against mixing lists. */
export const encodeCursor = (order: Order, seq: bigint, back = false): string =>
  Buffer.from(`${order}${back ? '<' : ':'}${seq}`).toString('base64url');

/** @throws BinnacleError `invalid_cursor` */
export function decodeCursor(cursor: string, order: Order): Place {
  const [, direction, side, seq = ''] =
    /^(asc|desc)([:<])(\d{1,18})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? [];
  if (direction === undefined) {
    throw new BinnacleError('invalid_cursor', '`cursor` is none that this server gave', { parameter: 'cursor' });
  }
  if (direction !== order) {
    throw new BinnacleError('invalid_cursor', `\`cursor\` belongs to a list in order ${direction}`, {
      parameter: 'cursor',
    });
  }
  return { order, seq: BigInt(seq), back: side === '<' };
}
