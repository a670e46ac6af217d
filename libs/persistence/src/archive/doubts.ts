/**
 * Groups whose commit was lost with the connection: stored or not, nobody has told us.
 *
 * They are looked up as soon as the database answers. A plain group is known by its events' ids and arrival times; a
 * transaction by its id, as its `prepare` must not run again when it was committed. A group that is not found may still
 * come: the statement may wait in a session that has not noticed yet. So doubts are kept for longer than any statement runs.
 */
import type { EventDraft } from '@binnacle/events';
import { Prisma } from '../generated/prisma/client.js';
import type { PrismaService } from '../prisma.service.js';
import type { Numbering } from './append-sql.js';
import type { GroupCommit, GroupEntry } from './group-commit.js';
import type { PendingItem } from './pending-item.js';
import type { WriteTrace } from './write-group.js';

const KEPT_MS = 90_000;

interface Doubt {
  readonly items: readonly PendingItem[];
  readonly entries: readonly GroupEntry[];
  readonly transaction: WriteTrace['transaction'];
  /** Only rows after this can be of this group. */
  readonly after: bigint;
  readonly since: number;
}

/** `after` < seq ≤ `to`. */
interface Range {
  readonly after: bigint;
  readonly to: bigint;
}

/** A group found committed. */
export interface Found {
  readonly items: readonly PendingItem[];
  readonly commit: GroupCommit;
}

export class Doubts {
  private doubts: Doubt[] = [];
  /** Commits known since the oldest doubt: rows in them are published, whoever else was to store the same events. */
  private known: Range[] = [];
  /** Commits that wait to be published behind those still looked for. */
  private held: Found[] = [];

  get isEmpty(): boolean {
    return this.doubts.length === 0 && this.held.length === 0;
  }

  add(items: readonly PendingItem[], { entries, transaction }: WriteTrace, after: bigint): void {
    if (entries) this.doubts.push({ items, entries, transaction, after, since: Date.now() });
  }

  /** A commit whose answer came: its rows are not what is looked for. */
  exclude({ base, lastSeq }: Numbering): void {
    if (!this.isEmpty) this.known.push({ after: base, to: lastSeq });
  }

  /** The group was committed by a later attempt: an earlier one that still comes finds nothing to store. */
  forget(items: readonly PendingItem[]): void {
    this.keep((doubt) => doubt.items !== items);
  }

  /** A commit whose place in the order is not clear yet: the next look-up returns it among the others. */
  hold(found: Found): void {
    this.held.push(found);
    this.exclude(found.commit.numbering);
  }

  /**
   * What was committed and not published, in commit order; it is no doubt any more. Throws when the database is away, and
   * then has forgotten nothing.
   */
  async lookUp(reader: PrismaService): Promise<Found[]> {
    for (const doubt of [...this.doubts]) {
      const state = doubt.transaction ? await transactionState(reader, doubt) : await this.rowsState(reader, doubt);
      if (typeof state === 'object') this.hold({ items: doubt.items, commit: state });
      if (state !== 'unknown') this.keep((other) => other !== doubt);
    }
    const found = this.held.sort((a, b) => (a.commit.numbering.base < b.commit.numbering.base ? -1 : 1));
    this.held = [];
    this.keep(({ since }) => Date.now() - since < KEPT_MS);
    return found;
  }

  /** Is a transaction of this group still open on the server? Then its work must not run a second time beside it. */
  holds(items: readonly PendingItem[]): boolean {
    return this.doubts.some((doubt) => doubt.items === items && doubt.transaction);
  }

  private async rowsState(reader: PrismaService, { entries, after }: Doubt): Promise<State> {
    const drafts = entries.flatMap(({ rows }) => rows.map(({ draft }) => draft));
    const rows = (await storedRows(reader, drafts, after)).filter(({ seq }) => !this.isKnown(seq));
    const [first] = rows;
    if (!first) return 'unknown';
    const base = first.seq - BigInt(first.position);
    const seqs = new Array<bigint | undefined>(drafts.length).fill(undefined);
    for (const { seq, position } of rows) seqs[position - 1] = seq;
    return { entries, numbering: { seqs, base, lastSeq: base + BigInt(drafts.length) } };
  }

  private isKnown(seq: bigint): boolean {
    return this.known.some(({ after, to }) => seq > after && seq <= to);
  }

  private keep(wanted: (doubt: Doubt) => boolean): void {
    this.doubts = this.doubts.filter(wanted);
    if (this.isEmpty) this.known = [];
  }
}

type State = GroupCommit | 'absent' | 'unknown';

async function transactionState(reader: PrismaService, { transaction }: Doubt): Promise<State> {
  const [row] = await reader.$queryRaw<{ status: string | null }[]>`
    SELECT pg_xact_status(${transaction?.id}::xid8) AS status`;
  if (row?.status === 'committed' && transaction) return transaction.commit;
  return row?.status === 'in progress' ? 'unknown' : 'absent';
}

function storedRows(
  reader: PrismaService,
  drafts: readonly EventDraft[],
  after: bigint,
): Promise<{ seq: bigint; position: number }[]> {
  const keys = JSON.stringify(drafts.map(({ project, id, receivedAt }) => ({ project, id, at: receivedAt })));
  // The first of two equal ids in one group is the one that was stored.
  return reader.$queryRaw(Prisma.sql`
    SELECT events.seq, min(key.position)::int AS position
    FROM ROWS FROM (json_to_recordset(${keys}::json) AS (project text, id text, at timestamptz))
           WITH ORDINALITY AS key(project, id, at, position)
    JOIN event_ids ON event_ids.project = key.project AND event_ids.id = key.id
    JOIN events ON events.project = key.project AND events.seq = event_ids.seq AND events.received_at = key.at
    WHERE events.seq > ${after}
    GROUP BY events.seq ORDER BY events.seq`);
}
