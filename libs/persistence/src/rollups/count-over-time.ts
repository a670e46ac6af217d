/** How many events a selection has over time: from the sums where they say it, else counted one by one. */

import { conditions } from '../archive/read-sql.js';
import type { SeqRange } from '../archive/time-ranges.js';
import { Prisma } from '../generated/prisma/client.js';
import type { EventSelection } from '../stitch/matches-query.js';
import type { StatsQuery } from './read-stats.js';

export interface TimeCount {
  /** Start of the stretch, canonical ISO 8601. */
  readonly bucket: string;
  readonly events: number;
  readonly errors: number;
}

export type CountedSelection = Omit<EventSelection, 'after' | 'before' | 'from' | 'to'> &
  Pick<StatsQuery, 'from' | 'to' | 'stepSeconds'>;

/** The sums know nothing but types. */
export const isSummed = ({
  agentId,
  graphId,
  nodeId,
  sessionId,
  parentId,
  conditions: more,
}: CountedSelection): boolean =>
  [agentId, graphId, nodeId, sessionId, parentId].every((value) => value === undefined) && !more?.length;

export const countStatement = (
  { stepSeconds, ...selection }: CountedSelection,
  ranges: readonly SeqRange[] | undefined,
): Prisma.Sql => Prisma.sql`
  SELECT date_bin(make_interval(secs => ${stepSeconds}::int), timestamp, '1970-01-05T00:00Z'::timestamptz) AS bucket,
         count(*)::int AS events, count(*) FILTER (WHERE action = 'failed')::int AS errors
  FROM events WHERE ${conditions({ ...selection, ranges })} GROUP BY 1 ORDER BY 1`;
