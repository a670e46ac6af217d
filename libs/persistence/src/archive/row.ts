import type { BinnacleEvent } from '@binnacle/events';
import { Prisma } from '../generated/prisma/client.js';

/** A row of `events` as {@link EVENT_COLUMNS} returns it. */
export interface EventRow {
  readonly seq: bigint;
  readonly project: string;
  readonly id: string;
  readonly timestamp: string;
  readonly received_at: string;
  readonly category: string;
  readonly action: string;
  readonly agent_id: string | null;
  readonly graph_id: string | null;
  readonly node_id: string | null;
  readonly session_id: string | null;
  readonly parent_id: string | null;
  readonly payload: BinnacleEvent['payload'];
}

/** Timestamps as canonical text: a `Date` and back for each of thousands of rows would cost more than the query. */
const CANONICAL = Prisma.raw(`'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`);

export const EVENT_COLUMNS = Prisma.sql`
  seq, project, id,
  to_char(timestamp AT TIME ZONE 'UTC', ${CANONICAL}) AS timestamp,
  to_char(received_at AT TIME ZONE 'UTC', ${CANONICAL}) AS received_at,
  category, action, agent_id, graph_id, node_id, session_id, parent_id, payload`;

export const eventOfRow = (row: EventRow): BinnacleEvent => ({
  seq: row.seq,
  id: row.id,
  project: row.project,
  timestamp: row.timestamp,
  receivedAt: row.received_at,
  type: `${row.category}:${row.action}`,
  category: row.category,
  action: row.action,
  agentId: row.agent_id,
  graphId: row.graph_id,
  nodeId: row.node_id,
  sessionId: row.session_id,
  parentId: row.parent_id,
  payload: row.payload,
});
