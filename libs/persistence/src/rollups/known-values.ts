import { Prisma } from '../generated/prisma/client.js';

/** What can be completed: kinds of entities by who was seen last, the others by how often they were in the last 30 days. */
export const KNOWN_DIMENSIONS = ['type', 'tool', 'model', 'agent', 'session', 'graph'] as const;
export type KnownDimension = (typeof KNOWN_DIMENSIONS)[number];

export interface KnownQuery {
  readonly project: string;
  readonly dimension: KnownDimension;
  readonly prefix: string;
  readonly limit: number;
}

/** Values that begin with the prefix, the likeliest first. */
export function knownStatement({ project, dimension, prefix, limit }: KnownQuery): Prisma.Sql {
  if (dimension === 'agent' || dimension === 'session' || dimension === 'graph') {
    return Prisma.sql`SELECT id AS value FROM entities
      WHERE project = ${project} AND kind = ${dimension} AND starts_with(id, ${prefix})
      ORDER BY last_seq DESC LIMIT ${limit}`;
  }
  return Prisma.sql`SELECT value FROM rollups
    WHERE project = ${project} AND step = 86400 AND dimension = ${dimension}
      AND bucket >= now() - interval '30 days' AND starts_with(value, ${prefix}) AND value <> ''
    GROUP BY value ORDER BY sum(events) DESC, value LIMIT ${limit}`;
}
