import { type Day, floorOf } from '../partitions/arrival-day.js';
import type { PrismaService } from '../prisma.service.js';

/** Of days that were dropped: charts show what can still be looked at. */
export async function forgetFolds(database: PrismaService, project: string, before: Day): Promise<void> {
  await database.rollup.deleteMany({ where: { project, day: { lt: before } } });
  await database.entity.deleteMany({ where: { project, lastSeq: { lte: floorOf(before) } } });
}
