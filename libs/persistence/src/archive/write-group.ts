/**
 * Writes one group: a single statement when nothing but events is in it, else one interactive transaction. Knows nothing
 * of retries; the caller reads `trace` when the connection is lost on the way.
 */
import type { ArchiveTransaction } from '../event-archive.js';
import type { PrismaService } from '../prisma.service.js';
import { insertRows } from './append-sql.js';
import { failureKind } from './database-failure.js';
import { type DraftRow, draftRow } from './draft-row.js';
import type { GroupCommit, GroupEntry } from './group-commit.js';
import type { PendingItem } from './pending-item.js';

/** What was under way when an error came: the key to finding out later whether it was committed. */
export interface WriteTrace {
  /** Whose partitions it needs. */
  projects?: readonly string[];
  /** Set as soon as a commit may happen. */
  entries?: readonly GroupEntry[];
  /** Of an interactive transaction, with what it will have stored. */
  transaction?: { readonly id: string; readonly commit: GroupCommit };
}

export async function writeGroup(
  writer: PrismaService,
  items: readonly PendingItem[],
  trace: WriteTrace,
  floor: bigint,
): Promise<GroupCommit> {
  if (items.some(({ work }) => work)) {
    return writer.$transaction((transaction) => writeWork(transaction, items, trace, floor));
  }
  const entries = items.map((item) => ({ item, rows: item.rows, value: undefined }));
  const rows = rowsOf(entries, trace);
  trace.entries = entries;
  return { entries, numbering: await insertRows(writer, rows, floor) };
}

async function writeWork(
  transaction: ArchiveTransaction,
  items: readonly PendingItem[],
  trace: WriteTrace,
  floor: bigint,
): Promise<GroupCommit> {
  const [row] = await transaction.$queryRaw<{ id: string }[]>`SELECT pg_current_xact_id()::text AS id`;
  const entries: GroupEntry[] = [];
  for (const item of items) entries.push(await prepare(transaction, item, items.length > 1));
  const commit = { entries, numbering: await insertRows(transaction, rowsOf(entries, trace), floor) };
  trace.entries = entries;
  trace.transaction = { id: row?.id ?? '', commit };
  return commit;
}

/** A savepoint each, so that one item's error undoes that item only; needless when it is alone. */
async function prepare(transaction: ArchiveTransaction, item: PendingItem, shared: boolean): Promise<GroupEntry> {
  if (!item.work) return { item, rows: item.rows, value: undefined };
  if (shared) await transaction.$executeRaw`SAVEPOINT work`;
  try {
    const { events, value } = await item.work.prepare(transaction);
    const rows = events === item.work.known ? item.rows : events.map(draftRow);
    if (shared) await transaction.$executeRaw`RELEASE SAVEPOINT work`;
    return { item, rows, value };
  } catch (error) {
    if (failureKind(error) !== 'refused') throw error;
    if (!shared) throw new PrepareFailure(error);
    await transaction.$executeRaw`ROLLBACK TO SAVEPOINT work`;
    return { item, rows: [], value: undefined, failure: { error } };
  }
}

/** The error of the only item's `prepare`: its caller gets `reason` as it was thrown. */
export class PrepareFailure extends Error {
  constructor(readonly reason: unknown) {
    super('prepare failed');
  }
}

function rowsOf(entries: readonly GroupEntry[], trace: WriteTrace): DraftRow[] {
  const all = entries.flatMap(({ rows }) => rows);
  trace.projects = [...new Set(all.map(({ draft }) => draft.project))];
  return all;
}
