import { guarded } from '../archive/guarded.js';
import type { PrismaService } from '../prisma.service.js';
import { type EntityQuery, type EntitySummary, readEntities } from './entities.js';
import { readStats, type Stats, type StatsQuery } from './read-stats.js';
import type { Rollups } from './rollups.js';

/** What the events add up to. Every answer has what was committed before the question, up to `through`. */
export class EventStatistics {
  constructor(
    private readonly rollups: Rollups,
    private readonly reader: PrismaService,
  ) {}

  /** @throws LifecycleError `archive_unavailable` */
  stats(query: StatsQuery): Promise<Stats & { readonly through: bigint }> {
    return guarded(async () => {
      const through = await this.rollups.catchUp(query.project);
      return { through, ...(await readStats(this.reader, query)) };
    });
  }

  /** @throws LifecycleError `archive_unavailable` */
  entities(query: EntityQuery): Promise<EntitySummary[]> {
    return guarded(async () => {
      await this.rollups.catchUp(query.project);
      return readEntities(this.reader, query);
    });
  }

  /** When the first event that is kept came, by its own time; undefined = there is none. */
  firstEvent(project: string): Promise<Date | undefined> {
    return guarded(async () => {
      await this.rollups.catchUp(project);
      const [row] = await this.reader.$queryRaw<{ first: Date | null }[]>`
        SELECT min(bucket) AS first FROM rollups WHERE project = ${project} AND step = 86400 AND dimension = 'type'`;
      return row?.first ?? undefined;
    });
  }
}
