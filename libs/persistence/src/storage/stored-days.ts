import type { Day } from '../partitions/arrival-day.js';
import { DAYS_SCHEMA, dayOfTable, type Partition } from '../partitions/partition.js';
import type { PrismaService } from '../prisma.service.js';

/** One day of one project on disk. */
export interface StoredDay extends Partition {
  /** With indexes and large values. */
  readonly bytes: number;
  /** As Postgres' statistics have it: close, not exact, and low after a crash; but 0 only when there is none. */
  readonly rows: number;
  /** Taken out of the table but not dropped yet: a process ended in between. */
  readonly detaching: boolean;
}

interface Row {
  readonly project: string;
  readonly table: string;
  readonly bytes: bigint;
  readonly rows: bigint;
  readonly detaching: boolean;
}

/** What is on disk, oldest day first. */
export async function storedDays(database: PrismaService): Promise<StoredDay[]> {
  const rows = await database.$queryRaw<Row[]>`
    SELECT projects.project, ${DAYS_SCHEMA} || '.' || child.relname AS table, pg_total_relation_size(child.oid) AS bytes,
           GREATEST(pg_stat_get_live_tuples(child.oid), child.reltuples::bigint, (pg_relation_size(child.oid) > 0)::int) AS rows,
           pg_inherits.inhrelid IS NULL OR inhdetachpending AS detaching
    FROM projects
    JOIN pg_class child ON child.relkind = 'r' AND child.relnamespace = to_regnamespace(${DAYS_SCHEMA})
      AND child.relname ~ ('^p' || projects.number || '_[0-9]{8}$')
    LEFT JOIN pg_inherits ON pg_inherits.inhrelid = child.oid
    ORDER BY child.relname`;
  return rows
    .map((row) => ({ ...row, day: dayOfTable(row.table) as Day, bytes: Number(row.bytes), rows: Number(row.rows) }))
    .sort((a, b) => a.day - b.day);
}

/** Everything the database holds, in bytes. */
export async function databaseBytes(database: PrismaService): Promise<number> {
  const [row] = await database.$queryRaw<{ bytes: bigint }[]>`SELECT pg_database_size(current_database()) AS bytes`;
  return Number(row?.bytes ?? 0);
}
