import { BoundedReader } from '../archive/bounded-read.js';
import { guarded } from '../archive/guarded.js';
import { timeRanges } from '../archive/time-ranges.js';
import type { PrismaService } from '../prisma.service.js';
import { type CountedSelection, countStatement, isSummed, type TimeCount } from './count-over-time.js';
import { type EntityQuery, type EntitySummary, readEntities } from './entities.js';
import { type KnownQuery, knownStatement } from './known-values.js';
import { readStats, type Stats, type StatsQuery } from './read-stats.js';
import type { Rollups } from './rollups.js';

/** Somebody waits for the page that it is a part of. */
const COUNT_TIMEOUT_MS = 1_500;

/** What the events add up to. Every answer has what was committed before the question, up to `through`. */
export class EventStatistics {
  private readonly counting: BoundedReader;

  constructor(
    private readonly rollups: Rollups,
    private readonly reader: PrismaService,
  ) {
    this.counting = new BoundedReader(reader, COUNT_TIMEOUT_MS);
  }

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

  /**
   * A chart of any selection. @throws BinnacleError `query_too_slow` when it has to be counted one by one and that takes more
   * than a second and a half; LifecycleError `archive_unavailable`, `too_many_queries`
   */
  counts(selection: CountedSelection): Promise<readonly TimeCount[]> {
    const { project, from, to, stepSeconds, patterns } = selection;
    return guarded(async () => {
      if (isSummed(selection)) {
        await this.rollups.catchUp(project);
        return (await readStats(this.reader, { project, from, to, stepSeconds, patterns, limit: 1 })).points;
      }
      const ranges = await timeRanges(this.reader, selection);
      if (ranges?.length === 0) return [];
      const rows = await this.counting.query<Omit<TimeCount, 'bucket'> & { bucket: Date }>(
        countStatement(selection, ranges),
      );
      return rows.map((row) => ({ ...row, bucket: row.bucket.toISOString() }));
    });
  }

  /**
   * For completion: as of a second ago. @throws BinnacleError `query_too_slow`; LifecycleError `archive_unavailable`,
   * `too_many_queries`
   */
  known(query: KnownQuery): Promise<string[]> {
    return guarded(async () => {
      const rows = await this.counting.query<{ value: string }>(knownStatement(query));
      return rows.map(({ value }) => value);
    });
  }

  /** The minute of the first event that is kept, by its own time; undefined = there is none. */
  firstEvent(project: string): Promise<Date | undefined> {
    return guarded(async () => {
      await this.rollups.catchUp(project);
      const [row] = await this.reader.$queryRaw<{ first: Date | null }[]>`
        SELECT min(bucket) AS first FROM rollups WHERE project = ${project} AND step = 60 AND dimension = 'type'`;
      return row?.first ?? undefined;
    });
  }
}
