/**
 * Sorts what Prisma and pg throw. Prisma wraps the server's answers (code P2010 with the driver's error inside) but lets
 * pg's own connection errors through as plain `Error`s, which only their text tells apart.
 */
import { BinnacleError, LifecycleError } from '@binnacle/events';

/** `away`: no connection, or lost. `conflict`: rolled back by a deadlock. `refused`: the statement itself is at fault. */
export type FailureKind = 'away' | 'conflict' | 'refused';

interface DriverCause {
  readonly kind?: string;
  readonly originalCode?: string;
  readonly originalMessage?: string;
}

const AWAY_KINDS = new Set([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TooManyConnections',
  'TlsConnectionError',
  'AuthenticationFailed',
  'DatabaseDoesNotExist',
]);
/** Connection exceptions, resources, operator intervention (shutdown, statement timeout), a read-only standby, I/O. */
const AWAY_STATES = /^(08|53|57|58|25006)/;
/** pg-pool and pg, connection lost; the first two never sent anything. */
const AWAY_TEXT =
  /timeout exceeded when trying to connect|Connection terminated due to connection timeout|Connection terminated|connection error and is not queryable|Query read timeout|after calling end|Connection ended|Client was closed|EPIPE|ECONNRESET|ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN/;
const NEVER_SENT_TEXT =
  /timeout exceeded when trying to connect|due to connection timeout|Unable to start a transaction/;
const NEVER_SENT_KINDS = new Set(['DatabaseNotReachable', 'TooManyConnections', 'AuthenticationFailed']);

export function failureKind(error: unknown): FailureKind {
  if (error instanceof BinnacleError) return 'refused';
  const { kind = '', originalCode = '' } = driverCause(error) ?? {};
  if (kind === 'TransactionWriteConflict' || codeOf(error) === 'P2034') return 'conflict';
  if (AWAY_KINDS.has(kind) || AWAY_STATES.test(originalCode)) return 'away';
  if (originalCode) return 'refused';
  const text = textOf(error);
  return AWAY_TEXT.test(text) || NEVER_SENT_TEXT.test(text) ? 'away' : 'refused';
}

/** Could the statement have been committed all the same? The answer of a commit may be what was lost. */
export function mayHaveCommitted(error: unknown): boolean {
  const { kind = '', originalCode = '' } = driverCause(error) ?? {};
  // The server itself said no; only a FATAL shutdown in the middle of a commit leaves doubt.
  if (originalCode) return originalCode.startsWith('57P') || originalCode.startsWith('08');
  return !NEVER_SENT_KINDS.has(kind) && !NEVER_SENT_TEXT.test(textOf(error));
}

/** A project's first event, or a day that nobody made ahead. */
export function isMissingPartition(error: unknown): boolean {
  const { state, message } = refusalOf(error);
  return state === '23514' && message.startsWith('no partition of relation');
}

/** The server's own words about a refused statement, with its SQLSTATE. */
export function refusalOf(error: unknown): { state: string; message: string } {
  const cause = driverCause(error);
  return { state: cause?.originalCode ?? '', message: cause?.originalMessage ?? textOf(error) };
}

export const archiveUnavailable = (cause: unknown): LifecycleError =>
  new LifecycleError(
    'archive_unavailable',
    `the database is away: ${refusalOf(cause).message}`,
    { retryAfterSeconds: 2 },
    { cause },
  );

function driverCause(error: unknown): DriverCause | undefined {
  const meta = (error as { meta?: { driverAdapterError?: { cause?: DriverCause } } } | undefined)?.meta;
  return meta?.driverAdapterError?.cause ?? (error as { cause?: DriverCause } | undefined)?.cause;
}

const codeOf = (error: unknown): unknown => (error as { code?: unknown } | undefined)?.code;

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
