/**
 * The statement every event is stored by: numbers and rows in one round trip.
 *
 * `archive_head` is updated first and its row stays locked until the commit, so numbers are in commit order whoever writes.
 * That costs gaps: the numbers of duplicates are never used, nor those between the last event of a day and the next.
 */
import type { ArchiveTransaction } from '../event-archive.js';
import { Prisma } from '../generated/prisma/client.js';
import type { DraftRow } from './draft-row.js';

/** The numbers given, by position in the rows; undefined = known already. */
export interface Numbering {
  readonly seqs: readonly (bigint | undefined)[];
  /** The archive's head just before. */
  readonly base: bigint;
  readonly lastSeq: bigint;
}

interface Answer {
  readonly base: bigint | null;
  readonly count: number;
  /** Positions (from 1) of the rows stored; null when all were. */
  readonly stored: readonly number[] | null;
}

/** @param floor numbers begin above it: the day of arrival, see partitions/arrival-day.ts */
export async function insertRows(
  connection: ArchiveTransaction,
  rows: readonly DraftRow[],
  floor: bigint,
): Promise<Numbering> {
  if (rows.length === 0) return unmoved(connection);
  const json = `[${rows.map((row) => row.json).join(',')}]`;
  const [answer] = await connection.$queryRaw<Answer[]>(insertStatement(json, rows.length, floor));
  if (!answer || answer.base === null) throw noHead();
  const { base, stored } = answer;
  const lastSeq = base + BigInt(rows.length);
  if (stored === null && answer.count === rows.length) {
    return { seqs: rows.map((_, index) => base + BigInt(index + 1)), base, lastSeq };
  }
  const seqs = new Array<bigint | undefined>(rows.length).fill(undefined);
  for (const position of stored ?? []) seqs[position - 1] = base + BigInt(position);
  return { seqs, base, lastSeq };
}

/** Work without events takes no number, and does not begin a day: a day is begun by what arrived in it. */
async function unmoved(connection: ArchiveTransaction): Promise<Numbering> {
  const [head] = await connection.$queryRaw<{ base: bigint }[]>`SELECT last_seq AS base FROM archive_head WHERE id = 1`;
  if (!head) throw noHead();
  return { seqs: [], base: head.base, lastSeq: head.base };
}

const noHead = (): Error => new Error('archive_head has no row; restore it from a backup');

/**
 * Every row is joined to `head`, so the lock is taken before the first row is stored. `fresh` decides which events are new:
 * the unique key is in `event_ids`, as a table with partitions can't have one over all of them.
 */
const insertStatement = (json: string, count: number, floor: bigint) => Prisma.sql`
  WITH head AS (
    UPDATE archive_head SET last_seq = GREATEST(last_seq, ${floor}::bigint) + ${count}::bigint WHERE id = 1
    RETURNING last_seq - ${count}::bigint AS base
  ), input AS MATERIALIZED (
    SELECT * FROM ROWS FROM (json_to_recordset(${json}::json) AS (
      project text, id text, timestamp timestamptz, received_at timestamptz, category text, action text,
      agent_id text, graph_id text, node_id text, session_id text, parent_id text, payload jsonb
    )) WITH ORDINALITY AS row(project, id, timestamp, received_at, category, action,
                              agent_id, graph_id, node_id, session_id, parent_id, payload, position)
  ), fresh AS (
    INSERT INTO event_ids (project, id, seq)
    SELECT project, id, head.base + position FROM head CROSS JOIN input
    ON CONFLICT (project, id) DO NOTHING
    RETURNING seq
  ), stored AS (
    INSERT INTO events (seq, project, id, timestamp, received_at, category, action,
                        agent_id, graph_id, node_id, session_id, parent_id, payload)
    SELECT fresh.seq, input.project, input.id, input.timestamp, input.received_at, input.category,
           input.action, input.agent_id, input.graph_id, input.node_id, input.session_id, input.parent_id, input.payload
    FROM head CROSS JOIN fresh JOIN input ON input.position = fresh.seq - head.base
  )
  SELECT (SELECT base FROM head) AS base, count(*)::int AS count,
         CASE WHEN count(*) < ${count}::int THEN array_agg((seq - (SELECT base FROM head))::int) END AS stored
  FROM fresh`;
