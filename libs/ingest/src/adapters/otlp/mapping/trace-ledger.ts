/** The statements on `trace_nodes`, for use within a transaction of the archive. What they mean is in `otlp-mapper.ts`. */
import { type ArchiveTransaction, Prisma } from '@binnacle/persistence';
import { type Held, keyOf, type OpenNode, type TraceNode } from './trace-node.js';

export interface StoredNode extends TraceNode {
  readonly isHeld: boolean;
}

const COLUMNS = Prisma.sql`n.trace_id AS "traceId", n.node_id AS "nodeId", n.parent_id AS "parentId",
  n.session_id AS "sessionId", n.agent_id AS "agentId", n.leads, n.is_partial AS "isPartial", n.held IS NOT NULL AS "isHeld"`;

/**
 * Everything these nodes' owners hang on: themselves if known, all above them, and those of their traces that are held, with all above.
 *
 * Read by the primary key, one node at a time: of a table that grows by the second the planner knows too little to join it well.
 * Of a trace that nothing is known of, as most are, nothing is looked up.
 */
export function readAround(
  transaction: ArchiveTransaction,
  project: string,
  nodes: readonly TraceNode[],
  limit: number,
): Promise<StoredNode[]> {
  const asked = new Map<string, { t: string; n: string }>();
  for (const { traceId: t, nodeId, parentId } of nodes) {
    for (const n of parentId === null ? [nodeId] : [nodeId, parentId])
      asked.set(keyOf({ traceId: t, nodeId: n }), { t, n });
  }
  const wanted = JSON.stringify([...asked.values()]);
  const traces = [...new Set(nodes.map(({ traceId }) => traceId))];
  return transaction.$queryRaw<StoredNode[]>`
    WITH RECURSIVE begun AS MATERIALIZED (
      SELECT trace FROM unnest(${traces}::text[]) AS given(trace)
      WHERE EXISTS (SELECT 1 FROM trace_nodes WHERE project = ${project} AND trace_id = trace)
    ), waiting AS (
      SELECT trace_id, node_id FROM trace_nodes
      WHERE project = ${project} AND trace_id = ANY(${traces}) AND release_at IS NOT NULL ORDER BY release_at LIMIT ${limit}
    ), up AS (
      SELECT t AS trace_id, n AS node_id FROM json_to_recordset(${wanted}::json) AS asked(t text, n text)
      WHERE t IN (SELECT trace FROM begun)
      UNION SELECT trace_id, node_id FROM waiting
      UNION SELECT up.trace_id, above.parent_id FROM up CROSS JOIN LATERAL (
        SELECT n.parent_id FROM trace_nodes n
        WHERE n.project = ${project} AND n.trace_id = up.trace_id AND n.node_id = up.node_id LIMIT 1
      ) AS above WHERE above.parent_id IS NOT NULL
    )
    SELECT ${COLUMNS} FROM up CROSS JOIN LATERAL (
      SELECT * FROM trace_nodes n
      WHERE n.project = ${project} AND n.trace_id = up.trace_id AND n.node_id = up.node_id LIMIT 1
    ) AS n`;
}

/** The sessions that traces tell of anywhere. */
export async function sessionsOf(
  transaction: ArchiveTransaction,
  project: string,
  traceIds: readonly string[],
): Promise<Map<string, string>> {
  if (traceIds.length === 0) return new Map();
  const rows = await transaction.$queryRaw<{ traceId: string; sessionId: string }[]>`
    SELECT trace_id AS "traceId", min(session_id) AS "sessionId" FROM trace_nodes
    WHERE project = ${project} AND trace_id = ANY(${traceIds}) AND session_id IS NOT NULL
    GROUP BY 1 HAVING min(session_id) = max(session_id)`;
  return new Map(rows.map(({ traceId, sessionId }) => [traceId, sessionId]));
}

/** Which of these sessions have told of calls of models one by one. */
export async function sessionsWithCalls(
  transaction: ArchiveTransaction,
  project: string,
  sessionIds: readonly string[],
): Promise<Set<string>> {
  if (sessionIds.length === 0) return new Set();
  const rows = await transaction.$queryRaw<{ id: string }[]>`
    SELECT id FROM unnest(${sessionIds}::text[]) AS asked(id) WHERE EXISTS (
      SELECT 1 FROM events WHERE project = ${project} AND session_id = asked.id AND category = 'model' AND action = 'response')`;
  return new Set(rows.map(({ id }) => id));
}

/** Notes nodes; a copy that has ended takes the place of one that had not. `held` null: its events are archived now. */
export async function note(
  transaction: ArchiveTransaction,
  project: string,
  nodes: readonly (TraceNode & { readonly held: Held | null })[],
  at: { readonly seen: string; readonly release: string },
): Promise<void> {
  if (nodes.length === 0) return;
  const rows = JSON.stringify(
    nodes.map(({ traceId, nodeId, parentId, sessionId, agentId, leads, isPartial, held }) => ({
      trace_id: traceId,
      node_id: nodeId,
      parent_id: parentId,
      session_id: sessionId,
      agent_id: agentId,
      leads,
      is_partial: isPartial,
      held,
    })),
  );
  await transaction.$executeRaw`
    INSERT INTO trace_nodes AS known (project, trace_id, node_id, parent_id, session_id, agent_id, leads, is_partial, seen_at,
                                      held, release_at)
    SELECT ${project}, trace_id, node_id, parent_id, session_id, agent_id, leads, is_partial, ${at.seen}::timestamptz, held,
           CASE WHEN held IS NOT NULL THEN ${at.release}::timestamptz END
    FROM json_to_recordset(${rows}::json) AS given(trace_id text, node_id text, parent_id text, session_id text, agent_id text,
                                                   leads boolean, is_partial boolean, held jsonb)
    ON CONFLICT (project, trace_id, node_id) DO UPDATE SET
      parent_id = excluded.parent_id, session_id = COALESCE(excluded.session_id, known.session_id),
      agent_id = COALESCE(excluded.agent_id, known.agent_id), leads = excluded.leads OR known.leads,
      is_partial = excluded.is_partial, seen_at = excluded.seen_at, held = excluded.held, release_at = excluded.release_at
    WHERE known.is_partial AND NOT excluded.is_partial`;
}

/** Takes what is held of these nodes. */
export async function take(
  transaction: ArchiveTransaction,
  project: string,
  nodes: readonly TraceNode[],
): Promise<OpenNode[]> {
  if (nodes.length === 0) return [];
  const wanted = JSON.stringify(nodes.map(({ traceId: t, nodeId: n }) => ({ t, n })));
  const rows = await transaction.$queryRaw<OpenNode[]>`
    SELECT ${COLUMNS}, n.held FROM trace_nodes n
    JOIN json_to_recordset(${wanted}::json) AS asked(t text, n text) ON n.trace_id = asked.t AND n.node_id = asked.n
    WHERE n.project = ${project} AND n.held IS NOT NULL FOR UPDATE OF n`;
  await transaction.$executeRaw`
    UPDATE trace_nodes n SET held = NULL, release_at = NULL
    FROM json_to_recordset(${wanted}::json) AS asked(t text, n text)
    WHERE n.project = ${project} AND n.trace_id = asked.t AND n.node_id = asked.n`;
  return rows;
}

/** Which have waited long enough; another process that is at them keeps them. */
export const expired = (
  transaction: ArchiveTransaction,
  project: string,
  now: string,
  limit: number,
): Promise<OpenNode[]> =>
  transaction.$queryRaw<OpenNode[]>`
    SELECT ${COLUMNS}, n.held FROM trace_nodes n
    WHERE n.project = ${project} AND n.release_at <= ${now}::timestamptz AND n.held IS NOT NULL
    ORDER BY n.release_at LIMIT ${limit} FOR UPDATE SKIP LOCKED`;

/** What is held in all, and the projects that have something to release. */
export async function due(transaction: ArchiveTransaction, now: string) {
  const rows = await transaction.$queryRaw<{ project: string; isDue: boolean; count: number; bytes: number }[]>`
    SELECT project, bool_or(release_at <= ${now}::timestamptz) AS "isDue", count(*)::int AS count,
           sum(pg_column_size(held))::float8 AS bytes
    FROM trace_nodes WHERE release_at IS NOT NULL GROUP BY 1`;
  return {
    projects: rows.filter(({ isDue }) => isDue).map(({ project }) => project),
    count: rows.reduce((sum, { count }) => sum + count, 0),
    bytes: rows.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

const FORGET_AT_ONCE = 20_000;

/** Forgets nodes that were last seen before; those of traces that go on for longer too. */
export const forget = (transaction: ArchiveTransaction, before: string): Promise<number> =>
  transaction.$executeRaw`
    DELETE FROM trace_nodes WHERE ctid = ANY(ARRAY(
      SELECT ctid FROM trace_nodes WHERE seen_at < ${before}::timestamptz AND release_at IS NULL LIMIT ${FORGET_AT_ONCE}))`;
