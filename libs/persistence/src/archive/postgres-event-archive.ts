import { BinnacleError, type BinnacleEvent, type EventDraft, LifecycleError } from '@binnacle/events';
import { type Observable, Subject } from 'rxjs';
import { type AppendResult, type ArchiveWork, EventArchive, type EventQuery } from '../event-archive.js';
import type { Prisma } from '../generated/prisma/client.js';
import { addPartitions } from '../partitions/add-partitions.js';
import { dayAt, dayOf, floorOf } from '../partitions/arrival-day.js';
import type { PrismaService } from '../prisma.service.js';
import type { EventSelection } from '../stitch/matches-query.js';
import { withDefaults } from '../with-defaults.js';
import { type ArchiveOptions, DEFAULT_ARCHIVE_OPTIONS } from './archive-options.js';
import { BoundedReader } from './bounded-read.js';
import { CommitFeed } from './commit-feed.js';
import { CommitQueue } from './commit-queue.js';
import { type CommitReport, Committer, type PartitionSource } from './committer.js';
import { draftRow } from './draft-row.js';
import { guarded } from './guarded.js';
import { headOf } from './head-of.js';
import type { PendingItem } from './pending-item.js';
import { findStatement, readStatement, startStatement } from './read-sql.js';
import { type EventRow, eventOfRow } from './row.js';
import { timeRanges } from './time-ranges.js';

/** Rows of one read at most. */
const MAX_LIMIT = 10_000;

/** Two pools, so that slow reads never hold up a commit. */
export interface ArchiveConnections {
  readonly writer: PrismaService;
  readonly reader: PrismaService;
}

/**
 * The archive in Postgres: group commit over one connection at a time.
 *
 * Several processes may write to one database: `committed$` has the commits of all, `read` sees all of them.
 */
export class PostgresEventArchive extends EventArchive {
  override readonly committed$: Observable<readonly BinnacleEvent[]>;
  /** Every group of this process when it is settled, for metrics. */
  readonly settled$: Observable<CommitReport>;
  private readonly stored = new Subject<readonly BinnacleEvent[]>();
  /** What each call stored, in the asynchronous context of that call, for tracing. Others' commits are in `committed$` only. */
  readonly stored$ = this.stored.asObservable();
  private readonly bounded: BoundedReader;
  private closing: Promise<void> | undefined;

  private constructor(
    private readonly reader: PrismaService,
    private readonly queue: CommitQueue,
    private readonly committer: Committer,
    private readonly feed: CommitFeed,
    private readonly drainMs: number,
    private readonly settled: Subject<CommitReport>,
    private readonly mark: () => unknown,
  ) {
    super();
    this.settled$ = settled.asObservable();
    this.bounded = new BoundedReader(reader);
    this.committed$ = feed.published$;
  }

  /** Closing the pools is up to who made them. */
  static async open(
    { writer, reader }: ArchiveConnections,
    options: ArchiveOptions = {},
  ): Promise<PostgresEventArchive> {
    const settings = withDefaults(DEFAULT_ARCHIVE_OPTIONS, options);
    const queue = new CommitQueue(settings);
    const cursor = await headOf(reader);
    const feed = new CommitFeed(reader, cursor, settings.followMs);
    const settled = new Subject<CommitReport>();
    const committer = new Committer(
      writer,
      queue,
      (events, { base, lastSeq }) => feed.announce({ events, base, lastSeq }),
      settings.retryBudgetMs,
      partitionsFor(writer, settings.now),
      cursor,
      (report) => settled.next(report),
    );
    return new PostgresEventArchive(reader, queue, committer, feed, settings.drainMs, settled, settings.mark);
  }

  /** Events waiting for their commit or in it, for metrics. */
  get waiting(): number {
    return this.queue.size;
  }

  /** How long something has waited while nothing was settled, in ms. A commit that is retried is settled within the retry budget. */
  get stalledMs(): number {
    return this.queue.stalledMs;
  }

  override async append(events: readonly EventDraft[]): Promise<AppendResult> {
    const { result } = await this.enqueue(events, undefined);
    this.stored.next(result.stored);
    return result;
  }

  override async transact<T>(work: ArchiveWork<T>): Promise<AppendResult & { readonly value: T }> {
    const { result, value } = await this.enqueue<T>(work.known ?? [], work);
    this.stored.next(result.stored);
    return { ...result, value };
  }

  override async read(query: EventQuery): Promise<BinnacleEvent[]> {
    if (!Number.isInteger(query.limit) || query.limit < 1 || query.limit > MAX_LIMIT) {
      throw new BinnacleError('invalid_query', `\`limit\` is ${query.limit}; it must be 1 to ${MAX_LIMIT}`);
    }
    const ranges = await guarded(() => timeRanges(this.reader, query));
    if (ranges?.length === 0) return [];
    const statement = readStatement(query, ranges);
    const rows = query.conditions?.length
      ? await guarded(() => this.bounded.query<EventRow>(statement))
      : await this.query<EventRow>(statement);
    return rows.map(eventOfRow);
  }

  override async find(project: string, id: string): Promise<BinnacleEvent | undefined> {
    const [row] = await this.query<EventRow>(findStatement(project, id));
    return row && eventOfRow(row);
  }

  override async startOfNewest(selection: Omit<EventSelection, 'after'>, count: number): Promise<bigint> {
    const [row] = await this.query<{ seq: bigint }>(startStatement({ ...selection, after: undefined }, count));
    return row?.seq ?? 0n;
  }

  override async head(): Promise<bigint> {
    return guarded(() => headOf(this.reader));
  }

  /** Takes no new work, commits what is queued (at most `drainMs`), completes `committed$`. */
  close(): Promise<void> {
    this.closing ??= this.drain();
    return this.closing;
  }

  private async enqueue<T>(drafts: readonly EventDraft[], work: ArchiveWork<T> | undefined) {
    if (this.closing) throw shuttingDown();
    const rows = drafts.map(draftRow);
    return new Promise<{ result: AppendResult; value: T }>((resolve, reject) => {
      const item: PendingItem = {
        events: work ? Math.max(1, rows.length) : rows.length,
        bytes: rows.reduce((sum, { json }) => sum + json.length, 0),
        rows,
        work,
        mark: this.mark(),
        resolve: (result, value) => resolve({ result, value: value as T }),
        reject,
      };
      // Inside the promise: a full queue rejects.
      this.queue.offer(item);
      this.committer.wake();
    });
  }

  private query<Row>(statement: Prisma.Sql): Promise<Row[]> {
    return guarded(() => this.reader.$queryRaw<Row[]>(statement));
  }

  private async drain(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, this.drainMs);
    });
    await Promise.race([this.committer.idle(), late]);
    clearTimeout(timer);
    for (const item of this.queue.takeAll()) item.reject(shuttingDown());
    this.committer.stop();
    this.settled.complete();
    this.stored.complete();
    await this.feed.close();
  }
}

/** Today's and tomorrow's; after a clock was set back, the day the head is in goes on. */
const partitionsFor = (writer: PrismaService, now: () => number): PartitionSource => ({
  floor: () => floorOf(dayAt(now())),
  add: async (projects) => {
    const day = Math.max(dayAt(now()), dayOf(await headOf(writer)));
    await addPartitions(writer, projects, [day, day + 1]);
  },
});

const shuttingDown = () => new LifecycleError('shutting_down', 'the archive is closing', { retryAfterSeconds: 2 });
