/**
 * Every commit once, in `seq` order, whoever made it: this process, at the moment of the commit, or another one, a little
 * later. What lies between two commits of ours, and what others committed while we are quiet, is read from the archive; so
 * is a commit of ours whose answer was lost.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { BinnacleEvent } from '@binnacle/events';
import { Observable, Subject } from 'rxjs';
import { Prisma } from '../generated/prisma/client.js';
import type { PrismaService } from '../prisma.service.js';
import { headOf } from './head-of.js';
import { EVENT_COLUMNS, type EventRow, eventOfRow } from './row.js';

/** Events of one read. */
const PAGE = 1_000;
/** Events kept in memory while something before them is read; more are read as well. */
const MAX_WAITING = 20_000;
const RETRY_MS = 100;

interface Commit {
  readonly events: readonly BinnacleEvent[];
  /** The archive's head just before it. */
  readonly base: bigint;
  readonly lastSeq: bigint;
}

export class CommitFeed {
  private readonly published = new Subject<readonly BinnacleEvent[]>();
  readonly published$: Observable<readonly BinnacleEvent[]> = this.published.asObservable();
  /** How far must be read. */
  private target = 0n;
  /** Commits of ours that come after what is being read. */
  private waiting: Commit[] = [];
  private waitingEvents = 0;
  private isReading = false;
  private reading: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly reader: PrismaService,
    /** The last `seq` that was published, or that need not be. */
    private cursor: bigint,
    private readonly everyMs: number,
  ) {
    this.schedule();
  }

  /** A commit of this process. */
  announce(commit: Commit): void {
    if (!this.isReading && commit.base <= this.cursor) {
      this.emit(commit.events, commit.lastSeq);
    } else if (this.waitingEvents + commit.events.length > MAX_WAITING) {
      this.forgetWaiting();
      this.readTo(commit.lastSeq);
    } else {
      this.waiting.push(commit);
      this.waitingEvents += commit.events.length;
      this.readTo(commit.base);
    }
  }

  /** Publishes what was announced, and ends. */
  async close(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.reading;
    this.published.complete();
  }

  /** Drops what a read has brought already. */
  private emit(events: readonly BinnacleEvent[], lastSeq: bigint): void {
    const [first] = events;
    const fresh = first && first.seq > this.cursor ? events : events.filter(({ seq }) => seq > this.cursor);
    if (lastSeq > this.cursor) this.cursor = lastSeq;
    if (fresh.length > 0) this.published.next(fresh);
  }

  private readTo(seq: bigint): void {
    if (seq > this.target) this.target = seq;
    if (this.isReading) return;
    this.isReading = true;
    this.reading = this.readOn();
  }

  /** Told to read further meanwhile, it does. */
  private async readOn(): Promise<void> {
    while (this.isReading) {
      const [next] = this.waiting;
      if (next && next.base <= this.cursor) {
        this.waiting.shift();
        this.waitingEvents -= next.events.length;
        this.emit(next.events, next.lastSeq);
        continue;
      }
      // What waits need not be read again.
      const to = next && next.base < this.target ? next.base : this.target;
      if (to <= this.cursor) this.isReading = false;
      else await this.readPage(to);
    }
  }

  private async readPage(to: bigint): Promise<void> {
    try {
      const page = await this.page(to);
      this.emit(page, page.length < PAGE ? to : (page.at(-1)?.seq ?? to));
    } catch {
      // The database is away: whatever was committed is there when it is back.
      if (this.stopped) this.isReading = false;
      else await sleep(RETRY_MS);
    }
  }

  private forgetWaiting(): void {
    this.waiting = [];
    this.waitingEvents = 0;
  }

  private async page(to: bigint): Promise<BinnacleEvent[]> {
    const page = Prisma.sql`seq > ${this.cursor} AND seq <= ${to} ORDER BY seq LIMIT ${PAGE}`;
    const rows = await this.reader.$queryRaw<EventRow[]>`
      SELECT ${EVENT_COLUMNS} FROM (
        SELECT event.* FROM projects CROSS JOIN LATERAL (
          SELECT * FROM events WHERE events.project = projects.project AND ${page}
        ) AS event
      ) AS events ORDER BY seq LIMIT ${PAGE}`;
    return rows.map(eventOfRow);
  }

  private schedule(): void {
    this.timer = setTimeout(async () => {
      const head = await headOf(this.reader).catch(() => 0n);
      if (this.stopped) return;
      if (head > this.cursor) this.readTo(head);
      this.schedule();
    }, this.everyMs).unref();
  }
}
