/**
 * Makes partitions that are not there yet. Safe beside writers, readers and other processes, and after a crash: each is made
 * and attached in one transaction.
 *
 * Attached, not `CREATE TABLE … PARTITION OF`: that would wait for every reader of the whole table, and all others for it.
 */
import type { ArchiveTransaction } from '../event-archive.js';
import type { PrismaService } from '../prisma.service.js';
import { type Day, floorOf } from './arrival-day.js';
import { dayTable, projectTable } from './partition.js';

/** Advisory: partitions are made and dropped by one process at a time. */
export const PARTITION_LOCK = 72_707_370;

export async function addPartitions(
  database: PrismaService,
  projects: readonly string[],
  days: readonly Day[],
): Promise<void> {
  await database.$transaction(async (transaction) => {
    await transaction.$executeRaw`SELECT pg_advisory_xact_lock(${PARTITION_LOCK}::bigint)`;
    for (const { project, number } of await numbersOf(transaction, projects)) {
      await addProject(transaction, project, number);
      for (const day of days) await addDay(transaction, number, day);
    }
  });
}

async function numbersOf(transaction: ArchiveTransaction, projects: readonly string[]) {
  const names = [...new Set(projects)].sort();
  await transaction.$executeRaw`
    INSERT INTO projects (project) SELECT given.id FROM unnest(${names}::text[]) AS given(id)
    WHERE NOT EXISTS (SELECT 1 FROM projects known WHERE known.project = given.id)
    ON CONFLICT DO NOTHING`;
  return transaction.$queryRaw<{ project: string; number: number }[]>`
    SELECT project, number FROM projects WHERE project = ANY(${names}::text[])`;
}

async function addProject(transaction: ArchiveTransaction, project: string, number: number): Promise<void> {
  const table = projectTable(number);
  if (await exists(transaction, table)) return;
  await run(transaction, 'CREATE TABLE %s (LIKE events INCLUDING ALL) PARTITION BY RANGE (seq)', table);
  await run(transaction, 'ALTER TABLE events ATTACH PARTITION %s FOR VALUES IN (%L)', table, project);
}

async function addDay(transaction: ArchiveTransaction, number: number, day: Day): Promise<void> {
  const table = dayTable(number, day);
  if (await exists(transaction, table)) return;
  const parent = projectTable(number);
  // The first `seq` of a day is one above its floor.
  const [from, to] = [floorOf(day) + 1n, floorOf(day + 1) + 1n];
  await run(transaction, 'CREATE TABLE %s (LIKE %s INCLUDING ALL)', table, parent);
  const attach = 'ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM (%L) TO (%L)';
  await run(transaction, attach, parent, table, from.toString(), to.toString());
}

async function exists(transaction: ArchiveTransaction, table: string): Promise<boolean> {
  const [row] = await transaction.$queryRaw<{ found: boolean }[]>`SELECT to_regclass(${table}) IS NOT NULL AS found`;
  return row?.found ?? false;
}

/** DDL takes no parameters: Postgres itself quotes what stands in it. */
async function run(transaction: ArchiveTransaction, template: string, ...values: readonly string[]): Promise<void> {
  const [row] = await transaction.$queryRaw<{ sql: string }[]>`
    SELECT format(${template}, VARIADIC ${values}::text[]) AS sql`;
  await transaction.$executeRawUnsafe(row?.sql ?? '');
}
