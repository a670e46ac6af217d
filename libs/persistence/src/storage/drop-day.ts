import { floorOf } from '../partitions/arrival-day.js';
import { projectTableOf } from '../partitions/partition.js';
import type { PrismaService } from '../prisma.service.js';
import type { StoredDay } from './stored-days.js';

const IDS_AT_ONCE = 20_000;

/**
 * Drops one day of one project, whole. Detached first, without a lock that readers or writers would wait for; each step can be
 * done again, so a process that ends in between is gone on from by the next.
 */
export async function dropDay(database: PrismaService, { table, detaching }: StoredDay): Promise<void> {
  const parent = projectTableOf(table);
  if (!detaching) await database.$executeRawUnsafe(`ALTER TABLE ${parent} DETACH PARTITION ${table} CONCURRENTLY`);
  else if (await isAttached(database, table)) {
    await database.$executeRawUnsafe(`ALTER TABLE ${parent} DETACH PARTITION ${table} FINALIZE`);
  }
  await database.$executeRawUnsafe(`DROP TABLE IF EXISTS ${table}`);
}

/** Forgets the ids of events that are dropped: from here on the same id is a new event. In small steps, beside the writers. */
export async function forgetIds(database: PrismaService, project: string, before: number): Promise<void> {
  for (let deleted = IDS_AT_ONCE; deleted === IDS_AT_ONCE; ) {
    deleted = await database.$executeRaw`
      DELETE FROM event_ids WHERE ctid = ANY(ARRAY(
        SELECT ctid FROM event_ids WHERE seq <= ${floorOf(before)}::bigint AND project = ${project} LIMIT ${IDS_AT_ONCE}))`;
  }
}

async function isAttached(database: PrismaService, table: string): Promise<boolean> {
  const [row] = await database.$queryRaw<{ found: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM pg_inherits WHERE inhrelid = to_regclass(${table})) AS found`;
  return row?.found ?? false;
}
