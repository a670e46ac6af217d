/** The SQL of an `EventQuery`. `matchesQuery` says the same about an event in memory; a property test holds them equal. */
import { canonicalPatterns, HIDDEN_TYPES, type PatternSet, splitType } from '@binnacle/events';
import type { EventQuery } from '../event-archive.js';
import { Prisma } from '../generated/prisma/client.js';
import type { EventSelection } from '../stitch/matches-query.js';
import { conditionSql } from './condition-sql.js';
import { EVENT_COLUMNS } from './row.js';
import type { SeqRange } from './time-ranges.js';

/** @param ranges where events of the times asked for can be, see time-ranges.ts */
export function readStatement({ order, limit, ...query }: EventQuery, ranges?: readonly SeqRange[]): Prisma.Sql {
  const selection = { ...query, ranges };
  const page = Prisma.sql`ORDER BY seq ${order === 'asc' ? Prisma.sql`ASC` : Prisma.sql`DESC`} LIMIT ${limit}`;
  return Prisma.sql`SELECT ${EVENT_COLUMNS} FROM ${source(selection, page)} ${page}`;
}

/** The newest event that is older than the newest `count`. */
export function startStatement(selection: EventSelection, count: number): Prisma.Sql {
  const newest = Prisma.sql`ORDER BY seq DESC LIMIT ${count + 1}`;
  return Prisma.sql`SELECT seq FROM ${source(selection, newest)} ORDER BY seq DESC OFFSET ${count} LIMIT 1`;
}

/**
 * Each type has an ordered stretch of its own in the index (category, action, seq), and a union of ordered pages is
 * merged row by row. As one `OR` the planner would walk the whole archive by `seq` for a rare type, and without a page in
 * each branch it sorts every row of a common one. An agent, a session or a graph has a better index of its own.
 */
type RangedSelection = EventSelection & { readonly ranges?: readonly SeqRange[] };

function source(selection: RangedSelection, page: Prisma.Sql): Prisma.Sql {
  const { patterns, agentId, graphId, sessionId, nodeId, parentId } = selection;
  const hasNarrower = [agentId, graphId, sessionId, nodeId, parentId].some((value) => value !== undefined);
  if (!patterns || patterns.all || hasNarrower) return Prisma.sql`events WHERE ${conditions(selection)}`;
  const rest = conditions({ ...selection, patterns: undefined });
  const branches = disjoint(patterns).map((one) => Prisma.sql`(SELECT * FROM events WHERE ${one} AND ${rest} ${page})`);
  if (branches.length === 0) return Prisma.sql`events WHERE false`;
  return Prisma.sql`(${Prisma.join(branches, ' UNION ALL ')}) AS events`;
}

/** No event is in two of them, so the union needs no DISTINCT. */
function disjoint(patterns: PatternSet): Prisma.Sql[] {
  return canonicalPatterns(patterns).map((pattern) => {
    const [category = '', action = ''] = pattern.split(':');
    return action === '*'
      ? Prisma.sql`category = ${category}`
      : Prisma.sql`category = ${category} AND action = ${action}`;
  });
}

/** The WHERE of a selection. */
export function conditions(selection: RangedSelection): Prisma.Sql {
  const { project, patterns, agentId, graphId, sessionId, nodeId, parentId, from, to, after, before } = selection;
  const parts = [Prisma.sql`project = ${project}`];
  if (patterns && !patterns.all) {
    const [categories, actions] = halves([...patterns.types]);
    parts.push(Prisma.sql`(category = ANY(${[...patterns.categories]}::text[])
      OR (category, action) IN (SELECT * FROM unnest(${categories}::text[], ${actions}::text[])))`);
  }
  if (selection.shown) {
    parts.push(
      Prisma.sql`category <> ALL(${HIDDEN_CATEGORIES}::text[]) AND (category || ':' || action) <> ALL(${HIDDEN}::text[])`,
    );
  }
  if (agentId !== undefined) parts.push(Prisma.sql`agent_id = ${agentId}`);
  if (graphId !== undefined) parts.push(Prisma.sql`graph_id = ${graphId}`);
  if (sessionId !== undefined) parts.push(Prisma.sql`session_id = ${sessionId}`);
  if (nodeId !== undefined) parts.push(Prisma.sql`node_id = ${nodeId}`);
  if (parentId !== undefined) parts.push(Prisma.sql`parent_id = ${parentId}`);
  if (from !== undefined) parts.push(Prisma.sql`timestamp >= ${from}::timestamptz`);
  if (to !== undefined) parts.push(Prisma.sql`timestamp < ${to}::timestamptz`);
  for (const condition of selection.conditions ?? []) parts.push(conditionSql(condition));
  if (selection.ranges) parts.push(inRanges(selection.ranges));
  if (after !== undefined) parts.push(Prisma.sql`seq > ${after}`);
  if (before !== undefined) parts.push(Prisma.sql`seq < ${before}`);
  return Prisma.join(parts, ' AND ');
}

const HIDDEN_CATEGORIES = [...HIDDEN_TYPES.categories];
const HIDDEN = [...HIDDEN_TYPES.types];

function inRanges(ranges: readonly SeqRange[]): Prisma.Sql {
  if (ranges.length === 0) return Prisma.sql`false`;
  const parts = ranges.map(({ after, to }) =>
    to === undefined ? Prisma.sql`seq > ${after}` : Prisma.sql`(seq > ${after} AND seq <= ${to})`,
  );
  return Prisma.sql`(${Prisma.join(parts, ' OR ')})`;
}

function halves(types: readonly string[]): [categories: string[], actions: string[]] {
  const pairs = types.map((type): [string, string] => splitType(type) ?? ['', '']);
  return [pairs.map(([category]) => category), pairs.map(([, action]) => action)];
}

export const findStatement = (project: string, id: string): Prisma.Sql =>
  Prisma.sql`SELECT ${EVENT_COLUMNS} FROM events
    WHERE project = ${project} AND seq = (SELECT seq FROM event_ids WHERE project = ${project} AND id = ${id})`;
