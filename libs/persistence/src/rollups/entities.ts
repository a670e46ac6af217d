/** Agents, sessions and graphs that were seen, the latest first, with what their events add up to. */
import { Prisma } from '../generated/prisma/client.js';
import type { PrismaService } from '../prisma.service.js';

export type EntityKind = 'agent' | 'session' | 'graph';
export const ENTITY_STATES = ['running', 'waiting', 'completed', 'failed', 'cancelled'] as const;
export type EntityState = (typeof ENTITY_STATES)[number];

export interface EntityQuery {
  readonly project: string;
  readonly kind: EntityKind;
  readonly id?: string;
  readonly state?: EntityState;
  /** Sessions and graphs whose last agent this is. */
  readonly agentId?: string;
  /** Only `lastSeq` below. */
  readonly before?: bigint;
  readonly limit: number;
}

/** Counts are of the events that are kept. Null tokens or cost = no event told. */
export interface EntitySummary {
  readonly id: string;
  readonly state: EntityState;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
  readonly lastSeq: bigint;
  /** The last agent seen in the session or graph; of an agent, itself. */
  readonly agentId: string | null;
  readonly events: bigint;
  readonly errors: bigint;
  readonly openQuestions: bigint;
  readonly inputTokens: bigint | null;
  readonly outputTokens: bigint | null;
  readonly costUsd: number | null;
  /** Calls of models whose cost nobody knows: `costUsd` is without them. */
  readonly unpriced: bigint;
}

const QUESTION_COLUMN: Readonly<Record<EntityKind, Prisma.Sql>> = {
  agent: Prisma.sql`agent_id`,
  session: Prisma.sql`session_id`,
  graph: Prisma.sql`graph_id`,
};

export function readEntities(database: PrismaService, query: EntityQuery): Promise<EntitySummary[]> {
  const { project, kind, id, state, agentId, before, limit } = query;
  const parts = [Prisma.sql`project = ${project} AND kind = ${kind}`];
  if (id !== undefined) parts.push(Prisma.sql`id = ${id}`);
  if (state !== undefined) parts.push(Prisma.sql`COALESCE(state, 'running') = ${state}`);
  if (agentId !== undefined) parts.push(Prisma.sql`agent_id = ${agentId}`);
  if (before !== undefined) parts.push(Prisma.sql`last_seq < ${before}`);
  return database.$queryRaw<EntitySummary[]>`
    WITH page AS MATERIALIZED (
      SELECT * FROM entities WHERE ${Prisma.join(parts, ' AND ')} ORDER BY last_seq DESC LIMIT ${limit}
    )
    SELECT page.id, COALESCE(page.state, 'running') AS state, first_seen AS "firstSeen", last_seen AS "lastSeen",
           last_seq AS "lastSeq", page.agent_id AS "agentId", COALESCE(sums.events, 0)::bigint AS events,
           COALESCE(sums.errors, 0)::bigint AS errors, COALESCE(asked.open, 0) AS "openQuestions",
           sums.input_tokens AS "inputTokens", sums.output_tokens AS "outputTokens", sums.cost_usd AS "costUsd",
           COALESCE(sums.unpriced, 0)::bigint AS unpriced
    FROM page
    LEFT JOIN LATERAL (
      SELECT sum(events) AS events, sum(errors) AS errors, sum(input_tokens)::bigint AS input_tokens,
             sum(output_tokens)::bigint AS output_tokens, sum(cost_usd)::float8 AS cost_usd,
             sum(unpriced)::bigint AS unpriced
      FROM rollups WHERE project = ${project} AND step = 86400 AND dimension = ${kind} AND value = page.id
    ) AS sums ON true
    LEFT JOIN (
      SELECT ${QUESTION_COLUMN[kind]} AS id, count(*) AS open FROM questions
      WHERE project = ${project} AND state = 'open' GROUP BY 1
    ) AS asked ON asked.id = page.id
    ORDER BY last_seq DESC`;
}
