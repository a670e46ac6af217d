import { floorOf } from '../partitions/arrival-day.js';
import type { PrismaService } from '../prisma.service.js';
import type { StoredDay } from './stored-days.js';

/** Notes the times of a day's events, for queries by time (archive/time-ranges.ts). Only for a day that gets no more. */
export async function closeDay(database: PrismaService, { project, day }: StoredDay): Promise<void> {
  await database.$executeRaw`
    INSERT INTO closed_days (project, day, first_timestamp, last_timestamp)
    SELECT ${project}, ${day}::int, min(timestamp), max(timestamp) FROM events
    WHERE project = ${project} AND seq > ${floorOf(day)}::bigint AND seq <= ${floorOf(day + 1)}::bigint
      AND NOT EXISTS (SELECT 1 FROM closed_days WHERE project = ${project} AND day = ${day}::int)
    HAVING min(timestamp) IS NOT NULL
    ON CONFLICT DO NOTHING`;
}

/** Of days that were dropped. */
export async function forgetClosedDays(database: PrismaService, project: string, before: number): Promise<void> {
  await database.$executeRaw`DELETE FROM closed_days WHERE project = ${project} AND day < ${before}`;
}
