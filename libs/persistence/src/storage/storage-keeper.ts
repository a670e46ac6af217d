/**
 * Keeps the archive's tables: partitions for today and tomorrow before they are needed, retention, the disk budget, and the
 * indexes of closed days.
 *
 * Whole days are dropped, never rows. Several processes may run it on one database; one of them works at a time.
 */
import { createEvent, DEFAULT_PROJECT, parseEvent } from '@binnacle/events';
import type { EventArchive } from '../event-archive.js';
import { addPartitions } from '../partitions/add-partitions.js';
import { type Day, dateOf, dayAt, dayOf, floorOf } from '../partitions/arrival-day.js';
import type { PrismaService } from '../prisma.service.js';
import { forgetFolds } from '../rollups/forget-folds.js';
import { closeDay, forgetClosedDays } from './close-day.js';
import { DiskBudget } from './disk-budget.js';
import { dropDay, forgetIds } from './drop-day.js';
import { hasTrigrams, indexDay } from './index-day.js';
import { KEEPER_LOCK } from './keeper-lock.js';
import type { StorageOptions } from './storage-options.js';
import { databaseBytes, type StoredDay, storedDays } from './stored-days.js';
import { type Drop, type StorageLimits, whatToDrop } from './what-to-drop.js';

const EVERY_MS = 5 * 60_000;
/** While another process is at work: it may be one that was killed, and leaves things half done. */
const TAKE_OVER_MS = 15_000;

/** For people and pages: what there is, and what will go next. */
export interface StorageReport {
  readonly days: readonly StoredDay[];
  readonly databaseBytes: number;
  readonly maxBytes: number | undefined;
  /** Events are refused: today alone is over the budget. */
  readonly isFull: boolean;
  /** The default; `projects` may say otherwise. */
  readonly retentionDays: number | undefined;
  /** Per project that has its own. */
  readonly ownRetention: ReadonlyMap<string, number>;
  /** What would be dropped tomorrow if nothing more came. */
  readonly next: readonly Drop[];
}

export class StorageKeeper {
  private readonly now: () => number;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private backend: number | undefined;
  private stopped = false;
  private isOtherAtWork = false;
  private closedAt = 0;
  /** Tables of closed days with nothing left to do. */
  private readonly finished = new Set<string>();
  private readonly budget: DiskBudget;

  constructor(
    /** A pool of its own with one connection: a drop may wait for a long read. */
    private readonly database: PrismaService,
    private readonly archive: Pick<EventArchive, 'append'>,
    private readonly options: StorageOptions = {},
    private readonly notice: (message: string) => void = () => {},
    /** For reports: nobody who asks for one waits for the work under way. */
    private readonly reader: PrismaService = database,
  ) {
    this.now = options.now ?? Date.now;
    this.budget = new DiskBudget(options.maxBytes);
  }

  /** The disk budget is used up and nothing can be dropped any more: today alone is too large. New events are refused then. */
  get isFull(): boolean {
    return this.budget.isFull;
  }

  start(): void {
    const work = async (): Promise<void> => {
      await this.run().catch((error: Error) => this.notice(`storage: ${error.message}`));
      if (this.stopped) return;
      const next = this.budget.nextLookMs(this.every);
      this.timer = setTimeout(work, this.isOtherAtWork ? Math.min(next, TAKE_OVER_MS) : next).unref();
    };
    void work();
  }

  /** Cancels the step under way, which the next run takes up again. @param other another pool: ours is at work */
  async stop(other?: PrismaService): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    if (other && this.running && this.backend !== undefined) {
      await other.$queryRaw`SELECT pg_cancel_backend(${this.backend}::int)`.catch(() => {});
    }
    await this.running?.catch(() => {});
  }

  /** One round; a call while one is under way waits for that one. */
  run(): Promise<void> {
    this.running ??= this.round().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  async report(): Promise<StorageReport> {
    const [days, used, limits] = await Promise.all([
      storedDays(this.reader),
      databaseBytes(this.reader),
      this.limits(this.reader),
    ]);
    return {
      days,
      databaseBytes: used,
      maxBytes: this.options.maxBytes,
      isFull: this.isFull,
      retentionDays: this.options.retentionDays,
      ownRetention: limits.own,
      next: whatToDrop(days, dayAt(this.now()) + 1, used, limits),
    };
  }

  private get every(): number {
    return this.options.everyMs ?? EVERY_MS;
  }

  private async round(): Promise<void> {
    const today = dayAt(this.now());
    // A project that was quiet since yesterday gets its next day at need: an empty one takes 70 kB.
    const active = await this.database.$queryRaw<{ project: string }[]>`
      SELECT project FROM projects WHERE EXISTS (
        SELECT 1 FROM events WHERE events.project = projects.project AND seq > ${floorOf(today - 1)}::bigint)`;
    const names = active.map(({ project }) => project);
    if (names.length > 0) await addPartitions(this.database, names, [today, today + 1]);
    this.isOtherAtWork = !(await this.lock());
    if (!this.isOtherAtWork) {
      try {
        await this.drop();
        await this.look(today);
        // Rounds come every second while the disk fills.
        if (Date.now() - this.closedAt >= this.every) await this.close(today);
      } finally {
        await this.database.$executeRaw`SELECT pg_advisory_unlock(${KEEPER_LOCK}::bigint)`;
      }
    } else await this.look(today);
  }

  private async look(today: Day): Promise<void> {
    if (this.options.maxBytes === undefined) return;
    const canShrink = (await storedDays(this.database)).some(({ day, rows }) => day < today && rows > 0);
    const wasFull = this.isFull;
    this.budget.note(await databaseBytes(this.database), canShrink);
    if (this.isFull && !wasFull) this.notice('storage: the disk budget is used up by today alone; events are refused');
  }

  private async drop(): Promise<void> {
    const [days, used, limits] = [
      await storedDays(this.database),
      await databaseBytes(this.database),
      await this.limits(),
    ];
    const { maxBytes } = this.options;
    if (maxBytes !== undefined && this.budget.shouldWarn(used)) await this.warn(used, maxBytes, days);
    for (const { stored, reason } of whatToDrop(days, dayAt(this.now()), used, limits)) {
      if (this.stopped) return;
      this.notice(
        `storage: dropping ${dateOf(stored.day)} of project ${stored.project} (${reason}, ${stored.bytes} bytes)`,
      );
      await dropDay(this.database, stored);
    }
    await this.forgetDropped();
  }

  /** What can be done only when a day gets no more events. Indexes for the newest first: they are asked for most. */
  private async close(today: Day): Promise<void> {
    // By the head too: after a clock was set back, a later day is still written to.
    const head = (await this.database.archiveHead.findFirst())?.lastSeq ?? 0n;
    const isClosed = ({ day, detaching, table }: StoredDay) =>
      day < today && day < dayOf(head) && !detaching && !this.finished.has(table);
    const closed = (await storedDays(this.database)).filter(isClosed);
    const trigrams = closed.length > 0 && (await hasTrigrams(this.database));
    for (const day of closed) await closeDay(this.database, day);
    const nextLook = Date.now() + this.budget.nextLookMs(this.every);
    for (const day of closed.reverse()) {
      // The rest is for the next round.
      if (this.stopped || Date.now() > nextLook) return;
      await indexDay(this.database, day, trigrams);
      this.finished.add(day.table);
    }
    this.closedAt = Date.now();
  }

  /** After the drops, and for those of a process that ended before it came to this. */
  private async forgetDropped(): Promise<void> {
    const oldest = new Map<string, number>();
    for (const { project, day } of await storedDays(this.database)) if (!oldest.has(project)) oldest.set(project, day);
    for (const [project, day] of oldest) {
      if (this.stopped) return;
      await forgetClosedDays(this.database, project, day);
      await forgetFolds(this.database, project, day);
      await forgetIds(this.database, project, day);
    }
  }

  private async limits(
    database = this.database,
  ): Promise<StorageLimits & { readonly own: ReadonlyMap<string, number> }> {
    const rows = await database.project.findMany({ where: { retentionDays: { not: null } } });
    const own = new Map(rows.map(({ project, retentionDays }) => [project, retentionDays as number]));
    const { retentionDays, maxBytes } = this.options;
    return { own, retentionDays: (project) => own.get(project) ?? retentionDays, maxBytes };
  }

  /** Once a day: the id makes a repeat the same event, also of another process. */
  private async warn(used: number, max: number, days: readonly StoredDay[]): Promise<void> {
    const now = this.now();
    const [oldest] = days;
    const event = createEvent('binnacle:storage_warning', {
      id: `storage-warning-${dateOf(dayAt(now))}`,
      timestamp: now,
      payload: {
        message: `The archive takes ${percent(used / max)} of its disk budget; the oldest days are dropped when it is full.`,
        used_bytes: used,
        max_bytes: max,
        oldest_day: oldest ? dateOf(oldest.day) : null,
      },
    });
    await this.archive.append([
      parseEvent(event, { project: DEFAULT_PROJECT, receivedAt: new Date(now).toISOString() }),
    ]);
  }

  /** Of the session, and the pool has one connection; a process that ends lets go of it. */
  private async lock(): Promise<boolean> {
    const [row] = await this.database.$queryRaw<{ locked: boolean; backend: number }[]>`
      SELECT pg_try_advisory_lock(${KEEPER_LOCK}::bigint) AS locked, pg_backend_pid() AS backend`;
    this.backend = row?.backend;
    return row?.locked ?? false;
  }
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;
