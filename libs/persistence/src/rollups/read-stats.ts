/** Sums over time from the rollups: a month costs the same with ten thousand events and with ten million. */
import { canonicalPatterns, type PatternSet } from '@binnacle/events';
import { Prisma } from '../generated/prisma/client.js';
import type { PrismaService } from '../prisma.service.js';
import { percentile, type Slot } from './duration-slots.js';

export const STATS_DIMENSIONS = ['type', 'category', 'agent', 'session', 'graph', 'node', 'tool', 'model'] as const;
export type StatsDimension = (typeof STATS_DIMENSIONS)[number];

export interface StatsQuery {
  readonly project: string;
  /** Canonical ISO 8601; both on a border of `stepSeconds`, see `alignedRange`. */
  readonly from: string;
  readonly to: string;
  /** A whole number of minutes, hours or days. Less than an hour is kept by type only. */
  readonly stepSeconds: number;
  readonly by?: StatsDimension;
  /** Of `by`, or of one dimension when there is no `by`. */
  readonly only?: { readonly dimension: StatsDimension; readonly value: string };
  /** For `by` type, category or none. */
  readonly patterns?: PatternSet;
  /** Values of `by` told apart: those with the most events. The rest is one, `other`. */
  readonly limit: number;
}

/** Null = nobody told. Durations in ms, at most 5 % off. */
export interface StatsSums {
  readonly events: number;
  readonly errors: number;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly costUsd: number | null;
  /** Calls of models whose cost nobody knows: `costUsd` is without them. */
  readonly unpriced: number;
  readonly p50DurationMs: number | null;
  readonly p95DurationMs: number | null;
}

export interface StatsPoint extends StatsSums {
  /** Start of the stretch, canonical ISO 8601. */
  readonly bucket: string;
  /** Null without `by`, and for `other`. */
  readonly key: string | null;
  readonly other: boolean;
}

interface Row {
  readonly bucket: Date;
  readonly key: string | null;
  readonly other: boolean;
  readonly events: bigint;
  readonly errors: bigint;
  readonly input_tokens: bigint | null;
  readonly output_tokens: bigint | null;
  readonly cost_usd: number | null;
  readonly unpriced: bigint | null;
  readonly slots: readonly number[] | null;
  readonly counts: readonly bigint[] | null;
}

export interface Stats {
  readonly points: readonly StatsPoint[];
  /** Over the whole range, most events first, `other` last. */
  readonly totals: readonly Omit<StatsPoint, 'bucket'>[];
}

export async function readStats(database: PrismaService, query: StatsQuery): Promise<Stats> {
  const rows = await database.$queryRaw<Row[]>(statsStatement(query));
  const points = rows.map((row) => ({ ...labelOf(row), bucket: row.bucket.toISOString(), ...sumsOf([row]) }));
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const label = row.other ? 'other' : `key:${row.key}`;
    groups.set(label, [...(groups.get(label) ?? []), row]);
  }
  const totals = [...groups.values()].map((group) => ({ ...labelOf(group[0] as Row), ...sumsOf(group) }));
  totals.sort((a, b) => Number(a.other) - Number(b.other) || b.events - a.events || compare(a.key ?? '', b.key ?? ''));
  return { points, totals };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const labelOf = ({ key, other }: Row) => ({ key, other });

function sumsOf(rows: readonly Row[]): StatsSums {
  const sum = (pick: (row: Row) => bigint | number | null): number | null => {
    const told = rows.map(pick).filter((value) => value !== null);
    return told.length === 0 ? null : told.reduce<number>((total, value) => total + Number(value), 0);
  };
  const slots = rows.flatMap(({ slots: ids, counts }) =>
    (ids ?? []).map((slot, index): Slot => [slot, Number(counts?.[index])]),
  );
  const cost = sum((row) => row.cost_usd);
  return {
    events: sum((row) => row.events) ?? 0,
    errors: sum((row) => row.errors) ?? 0,
    inputTokens: sum((row) => row.input_tokens),
    outputTokens: sum((row) => row.output_tokens),
    // To the billionth, as it is stored: sums of floats have tails.
    costUsd: cost === null ? null : Math.round(cost * 1e9) / 1e9,
    unpriced: sum((row) => row.unpriced) ?? 0,
    p50DurationMs: percentile(slots, 0.5),
    p95DurationMs: percentile(slots, 0.95),
  };
}

/** The coarsest rows that the step is made of. */
const baseOf = (stepSeconds: number): number => [86_400, 3_600].find((base) => stepSeconds % base === 0) ?? 60;

/** A Monday, so that weeks begin on one. */
const ORIGIN = Prisma.sql`'1970-01-05T00:00Z'::timestamptz`;

function statsStatement({ project, from, to, stepSeconds, by, only, patterns, limit }: StatsQuery): Prisma.Sql {
  const dimension = only?.dimension ?? by ?? 'type';
  const key =
    by === 'category' ? Prisma.sql`split_part(value, ':', 1)` : by ? Prisma.sql`value` : Prisma.sql`NULL::text`;
  const parts = [
    Prisma.sql`project = ${project} AND step = ${baseOf(stepSeconds)}::int`,
    Prisma.sql`dimension = ${dimension === 'category' ? 'type' : dimension}`,
    Prisma.sql`bucket >= ${from}::timestamptz AND bucket < ${to}::timestamptz`,
  ];
  if (only) parts.push(valueSql(only));
  if (patterns && !patterns.all) parts.push(patternsSql(patterns));
  return Prisma.sql`
    WITH found AS MATERIALIZED (
      SELECT date_bin(make_interval(secs => ${stepSeconds}::int), bucket, ${ORIGIN}) AS bucket, ${key} AS key, events, errors,
             input_tokens, output_tokens, cost_usd, unpriced, duration_slots, duration_counts
      FROM rollups WHERE ${Prisma.join(parts, ' AND ')}
    ), most AS (
      SELECT key FROM found WHERE key IS NOT NULL GROUP BY key ORDER BY sum(events) DESC, key LIMIT ${limit}
    ), labelled AS MATERIALIZED (
      SELECT found.*, most.key AS label, found.key IS NOT NULL AND most.key IS NULL AS other FROM found LEFT JOIN most USING (key)
    ), sums AS (
      SELECT bucket, label, other, sum(events)::bigint AS events, sum(errors)::bigint AS errors,
             sum(input_tokens)::bigint AS input_tokens, sum(output_tokens)::bigint AS output_tokens,
             sum(cost_usd)::float8 AS cost_usd, sum(unpriced)::bigint AS unpriced
      FROM labelled GROUP BY 1, 2, 3
    ), slots AS (
      SELECT bucket, label, other, slot, sum(n)::bigint AS n
      FROM labelled CROSS JOIN LATERAL unnest(duration_slots, duration_counts) AS counted(slot, n) GROUP BY 1, 2, 3, 4
    ), durations AS (
      SELECT bucket, label, other, array_agg(slot::int) AS slots, array_agg(n) AS counts FROM slots GROUP BY 1, 2, 3
    )
    SELECT sums.bucket, sums.label AS key, sums.other, events, errors, input_tokens, output_tokens, cost_usd, unpriced,
           slots, counts
    FROM sums LEFT JOIN durations ON durations.bucket = sums.bucket AND durations.other = sums.other
      AND durations.label IS NOT DISTINCT FROM sums.label
    ORDER BY sums.bucket, sums.other, sums.label`;
}

const valueSql = ({ dimension, value }: { dimension: StatsDimension; value: string }): Prisma.Sql =>
  dimension === 'category' ? Prisma.sql`split_part(value, ':', 1) = ${value}` : Prisma.sql`value = ${value}`;

function patternsSql(patterns: PatternSet): Prisma.Sql {
  const parts = canonicalPatterns(patterns).map((pattern) =>
    pattern.endsWith(':*') ? Prisma.sql`starts_with(value, ${pattern.slice(0, -1)})` : Prisma.sql`value = ${pattern}`,
  );
  return parts.length === 0 ? Prisma.sql`false` : Prisma.sql`(${Prisma.join(parts, ' OR ')})`;
}
