/**
 * Empties the queue: one commit at a time, and what arrives meanwhile is the next group. Retries while the database is
 * away, isolates an item that Postgres refuses, and publishes every commit once, in order, before its callers are told.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { BinnacleError, type BinnacleEvent } from '@binnacle/events';
import type { PrismaService } from '../prisma.service.js';
import type { Numbering } from './append-sql.js';
import type { CommitQueue } from './commit-queue.js';
import {
  archiveUnavailable,
  failureKind,
  isMissingPartition,
  mayHaveCommitted,
  refusalOf,
} from './database-failure.js';
import { Doubts } from './doubts.js';
import { eventsOf, type GroupCommit, settle } from './group-commit.js';
import type { PendingItem } from './pending-item.js';
import { PrepareFailure, type WriteTrace, writeGroup } from './write-group.js';

const BACK_OFF_MS = [20, 50, 100, 200, 400];
const LOOK_UP_EVERY_MS = 1_000;
const MAX_CONFLICTS = 10;

/** Gives the numbers of today a home. */
export interface PartitionSource {
  /** Numbers drawn now begin above it. */
  floor(): bigint;
  /** Makes what these projects need now. */
  add(projects: readonly string[]): Promise<void>;
}

/** One group, committed or refused: how long its callers waited after it was taken from the queue, retries included. */
export interface CommitReport {
  readonly ms: number;
  /** Calls that shared it. */
  readonly calls: number;
  /** What each of them took along: `ArchiveOptions.mark`. */
  readonly marks: readonly unknown[];
  /** Why some of it, or all, was refused; undefined when nothing was. */
  readonly failure: unknown;
}

export class Committer {
  private readonly doubts = new Doubts();
  private running: Promise<void> | undefined;
  private awaySince: number | undefined;
  private lookUpTimer: NodeJS.Timeout | undefined;
  /** A commit is many calls': what follows from it must not seem to be of the one that happened to wake us. */
  private readonly ofNobody = AsyncLocalStorage.snapshot();

  constructor(
    private readonly writer: PrismaService,
    private readonly queue: CommitQueue,
    private readonly publish: (events: readonly BinnacleEvent[], numbering: Numbering) => void,
    private readonly retryBudgetMs: number,
    private readonly partitions: PartitionSource,
    /** The last `seq` of ours that was published. */
    private cursor: bigint,
    /** Told when a group is settled, with how long that took. */
    private readonly onSettled: (report: CommitReport) => void = () => {},
  ) {}

  /** Call after every offer. */
  wake(): void {
    this.running ??= this.ofNobody(() => this.run()).finally(() => {
      this.running = undefined;
      if (!this.queue.isEmpty) this.wake();
      else this.watchDoubts();
    });
  }

  /** Resolves when the queue is empty and nothing is in flight. */
  async idle(): Promise<void> {
    while (this.running) await this.running;
  }

  stop(): void {
    clearTimeout(this.lookUpTimer);
  }

  private async run(): Promise<void> {
    // What is offered in this turn of the event loop shares the first commit.
    await new Promise((resolve) => setImmediate(resolve));
    if (this.queue.isEmpty && !this.doubts.isEmpty) await this.publishFound().catch(() => {});
    while (!this.queue.isEmpty) {
      const group = this.queue.take();
      const start = performance.now();
      const failure = await this.commit(group);
      this.queue.release(group);
      const marks = group.map(({ mark }) => mark);
      this.onSettled({ ms: performance.now() - start, calls: group.length, marks, failure });
    }
  }

  /** Never rejects: every item is settled. @returns why something was refused */
  private async commit(items: readonly PendingItem[]): Promise<unknown> {
    try {
      const commit = await this.persist(items);
      if (commit) await this.publishCommit(commit, items);
      return undefined;
    } catch (error) {
      const [only] = items;
      if (failureKind(error) === 'away') this.refuseAll(items, error);
      else if (only && items.length === 1) only.reject(forCaller(error));
      else {
        // Halves instead of single items: one bad event among thousands costs a dozen commits, not thousands.
        const middle = Math.ceil(items.length / 2);
        await this.commit(items.slice(0, middle));
        await this.commit(items.slice(middle));
      }
      return error;
    }
  }

  /** Undefined when a commit thought lost was found, published and settled. */
  private async persist(items: readonly PendingItem[]): Promise<GroupCommit | undefined> {
    for (let attempt = 0; ; attempt++) {
      const trace: WriteTrace = {};
      try {
        if (!this.doubts.isEmpty && this.awaySince !== undefined) {
          if ((await this.publishFound()).includes(items)) {
            this.awaySince = undefined;
            return undefined;
          }
          if (this.doubts.holds(items)) throw new Error('Connection terminated: the transaction is still open');
        }
        const commit = await writeGroup(this.writer, items, trace, this.partitions.floor());
        this.awaySince = undefined;
        return commit;
      } catch (error) {
        if (isMissingPartition(error) && attempt < MAX_CONFLICTS) {
          await this.partitions.add(trace.projects ?? []);
          continue;
        }
        const kind = failureKind(error);
        if (kind === 'away' && mayHaveCommitted(error)) this.doubts.add(items, trace, this.cursor);
        if (kind === 'refused' || (kind === 'conflict' && attempt >= MAX_CONFLICTS)) throw error;
        if (kind === 'away') this.awaySince ??= Date.now();
        if (this.awaySince !== undefined && Date.now() - this.awaySince >= this.retryBudgetMs) throw error;
        await backOff(attempt);
      }
    }
  }

  /** A doubtful group may have been committed beside this one, or be this one at an earlier attempt: in order, then. */
  private async publishCommit(commit: GroupCommit, items: readonly PendingItem[]): Promise<void> {
    if (this.doubts.isEmpty || commit.numbering.base === this.cursor) {
      this.doubts.exclude(commit.numbering);
      this.announce(commit);
    } else {
      this.doubts.hold({ items, commit });
      await this.publishHeld();
    }
    this.doubts.forget(items);
  }

  /** Throws after the budget; the commits are published by a later look-up then, and their callers send again. */
  private async publishHeld(): Promise<void> {
    const deadline = Date.now() + this.retryBudgetMs;
    for (let attempt = 0; ; attempt++) {
      try {
        await this.publishFound();
        return;
      } catch (error) {
        if (Date.now() >= deadline) throw error;
        await backOff(attempt);
      }
    }
  }

  private async publishFound(): Promise<(readonly PendingItem[])[]> {
    const found = await this.doubts.lookUp(this.writer);
    for (const { commit } of found) this.announce(commit);
    return found.map(({ items }) => items);
  }

  private announce(commit: GroupCommit): void {
    const { all, byEntry } = eventsOf(commit);
    if (commit.numbering.lastSeq > this.cursor) this.cursor = commit.numbering.lastSeq;
    this.publish(all, commit.numbering);
    settle(commit, byEntry);
  }

  /** Those that wait would only spend another budget to learn the same. */
  private refuseAll(items: readonly PendingItem[], error: unknown): void {
    const waiting = this.queue.takeAll();
    for (const item of [...items, ...waiting]) item.reject(archiveUnavailable(error));
    this.queue.release(waiting);
  }

  private watchDoubts(): void {
    clearTimeout(this.lookUpTimer);
    if (this.doubts.isEmpty) return;
    this.lookUpTimer = setTimeout(() => this.wake(), LOOK_UP_EVERY_MS);
    this.lookUpTimer.unref();
  }
}

const backOff = (attempt: number) => sleep(BACK_OFF_MS[Math.min(attempt, BACK_OFF_MS.length - 1)]);

function forCaller(error: unknown): unknown {
  if (error instanceof PrepareFailure) return error.reason;
  const { state, message } = refusalOf(error);
  // Class 22, data exception: text or a number that Postgres can't store.
  const code = state.startsWith('22') ? 'unstorable_text' : 'internal';
  return new BinnacleError(code, `the archive refused the events: ${message}`, { sqlstate: state }, { cause: error });
}
