/** The SQL of an `EventQuery`. `matchesQuery` says the same about an event in memory; a property test holds them equal. */
import { splitType } from '@binnacle/events';
import type { EventQuery } from '../event-archive.js';
import { Prisma } from '../generated/prisma/client.js';
import type { EventSelection } from '../stitch/matches-query.js';
import { EVENT_COLUMNS } from './row.js';

export function readStatement({ order, limit, ...selection }: EventQuery): Prisma.Sql {
  const direction = order === 'asc' ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const where = selectionOf(selection, direction, limit);
  return Prisma.sql`SELECT ${EVENT_COLUMNS} FROM events WHERE ${where} ORDER BY seq ${direction} LIMIT ${limit}`;
}

/** The newest event that is older than the newest `count`. */
export function startStatement(selection: EventSelection, count: number): Prisma.Sql {
  const where = selectionOf(selection, Prisma.sql`DESC`, count + 1);
  return Prisma.sql`SELECT seq FROM events WHERE ${where} ORDER BY seq DESC OFFSET ${count} LIMIT 1`;
}

function selectionOf(selection: EventSelection, direction: Prisma.Sql, limit: number): Prisma.Sql {
  const types = seekableTypes(selection);
  return types ? Prisma.sql`seq IN (${seekTypes(selection, types, direction, limit)})` : conditions(selection);
}

/** Types that each have their own ordered stretch in the index (project, category, action, seq). */
function seekableTypes({ patterns, agentId, graphId, sessionId }: EventSelection): readonly string[] | undefined {
  const onlyTypes = patterns && !patterns.all && patterns.categories.size === 0;
  const hasNarrower = agentId !== undefined || graphId !== undefined || sessionId !== undefined;
  return onlyTypes && !hasNarrower ? [...patterns.types] : undefined;
}

/**
 * One index seek per type, then a merge. As one `IN` the planner would walk the whole archive by `seq` for a rare type, or
 * sort every row of a common one.
 */
function seekTypes(
  selection: EventSelection,
  types: readonly string[],
  direction: Prisma.Sql,
  limit: number,
): Prisma.Sql {
  const [categories, actions] = halves(types);
  return Prisma.sql`
    SELECT found.seq FROM unnest(${categories}::text[], ${actions}::text[]) AS wanted(category, action)
    CROSS JOIN LATERAL (
      SELECT seq FROM events
      WHERE events.category = wanted.category AND events.action = wanted.action
        AND ${conditions({ ...selection, patterns: undefined })}
      ORDER BY seq ${direction} LIMIT ${limit}
    ) AS found ORDER BY found.seq ${direction} LIMIT ${limit}`;
}

function conditions(selection: EventSelection): Prisma.Sql {
  const { project, patterns, agentId, graphId, sessionId, from, to, after, before } = selection;
  const parts = [Prisma.sql`project = ${project}`];
  if (patterns && !patterns.all) {
    const [categories, actions] = halves([...patterns.types]);
    parts.push(Prisma.sql`(category = ANY(${[...patterns.categories]}::text[])
      OR (category, action) IN (SELECT * FROM unnest(${categories}::text[], ${actions}::text[])))`);
  }
  if (agentId !== undefined) parts.push(Prisma.sql`agent_id = ${agentId}`);
  if (graphId !== undefined) parts.push(Prisma.sql`graph_id = ${graphId}`);
  if (sessionId !== undefined) parts.push(Prisma.sql`session_id = ${sessionId}`);
  if (from !== undefined) parts.push(Prisma.sql`timestamp >= ${from}::timestamptz`);
  if (to !== undefined) parts.push(Prisma.sql`timestamp < ${to}::timestamptz`);
  if (after !== undefined) parts.push(Prisma.sql`seq > ${after}`);
  if (before !== undefined) parts.push(Prisma.sql`seq < ${before}`);
  return Prisma.join(parts, ' AND ');
}

function halves(types: readonly string[]): [categories: string[], actions: string[]] {
  const pairs = types.map((type): [string, string] => splitType(type) ?? ['', '']);
  return [pairs.map(([category]) => category), pairs.map(([, action]) => action)];
}

export const findStatement = (project: string, id: string): Prisma.Sql =>
  Prisma.sql`SELECT ${EVENT_COLUMNS} FROM events WHERE project = ${project} AND id = ${id}`;
