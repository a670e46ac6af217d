import { BinnacleError, LifecycleError } from '@binnacle/events';
import { describe, expect, it } from '@jest/globals';
import { archiveUnavailable, failureKind, mayHaveCommitted, refusalOf } from './database-failure.js';

/** As Prisma wraps an answer of the server. */
const server = (originalCode: string, originalMessage = 'message', kind = 'postgres') =>
  Object.assign(new Error('Raw query failed.'), {
    code: 'P2010',
    meta: { driverAdapterError: { cause: { kind, originalCode, originalMessage } } },
  });
/** As Prisma wraps an error of the socket. */
const socket = (kind: string) =>
  Object.assign(new Error('Raw query failed.'), { code: 'P2010', meta: { driverAdapterError: { cause: { kind } } } });

describe('failureKind', () => {
  it.each<[unknown, string, boolean]>([
    // The connection
    [socket('DatabaseNotReachable'), 'away', false],
    [socket('ConnectionClosed'), 'away', true],
    [socket('SocketTimeout'), 'away', true],
    [new Error('Connection terminated unexpectedly'), 'away', true],
    [new Error('Client has encountered a connection error and is not queryable'), 'away', true],
    [new Error('Query read timeout'), 'away', true],
    [new Error('Connection terminated due to connection timeout'), 'away', false],
    [new Error('timeout exceeded when trying to connect'), 'away', false],
    [new Error('Transaction API error: Unable to start a transaction in the given time.'), 'away', false],
    [new Error('Cannot use a pool after calling end on the pool'), 'away', true],
    // The server
    [server('57P01'), 'away', true],
    [server('57P03'), 'away', true],
    [server('57014'), 'away', false],
    [server('53100'), 'away', false],
    [server('53300', 'too many', 'TooManyConnections'), 'away', false],
    [server('25006'), 'away', false],
    [server('40P01', 'deadlock', 'TransactionWriteConflict'), 'conflict', false],
    // The statement
    [server('22P05'), 'refused', false],
    [server('42P01', 'no table', 'TableDoesNotExist'), 'refused', false],
    [new Error('anything else'), 'refused', true],
    // Ours
    [new LifecycleError('archive_unavailable', 'Connection terminated'), 'refused', true],
    [new BinnacleError('question_closed', 'late'), 'refused', true],
    ['a text', 'refused', true],
    [undefined, 'refused', true],
  ])('%s', (error, kind, committed) => {
    expect([failureKind(error), mayHaveCommitted(error)]).toEqual([kind, committed]);
  });

  it("keeps the server's own words", () => {
    expect(refusalOf(server('22P05', 'unsupported Unicode'))).toEqual({
      state: '22P05',
      message: 'unsupported Unicode',
    });
    expect(archiveUnavailable(server('57P01', 'terminating'))).toMatchObject({
      code: 'archive_unavailable',
      detail: 'the database is away: terminating',
      context: { retryAfterSeconds: 2 },
    });
  });
});
