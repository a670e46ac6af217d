import type { BinnacleEvent, Condition, EventDraft, PatternSet } from '@binnacle/events';
import type { Observable } from 'rxjs';
import type { Prisma } from './generated/prisma/client.js';

/** What is left of `PrismaClient` inside a transaction. */
export type ArchiveTransaction = Prisma.TransactionClient;

export interface AppendResult {
  /** The events stored now, in the order given; duplicates are left out. */
  readonly stored: readonly BinnacleEvent[];
  /** How many were known already by (project, id), in the archive or earlier in the same call. */
  readonly duplicates: number;
  /** The archive's position after the commit: every event of the call, duplicates too, is at or below it. */
  readonly lastSeq: bigint;
}

/**
 * Statements that must commit together with events: the answer of a question and its `agent:resumed`.
 *
 * Runs inside the group's transaction and may run **again** when the group is retried: no effect outside `transaction`.
 */
export interface ArchiveWork<T> {
  /** Its events, when they are known before it runs and it returns these: they count against the bounds. Else it counts as one. */
  readonly known?: readonly EventDraft[];
  prepare(transaction: ArchiveTransaction): Promise<{ events: readonly EventDraft[]; value: T }>;
}

export interface EventQuery {
  readonly project: string;
  readonly patterns?: PatternSet;
  /** Leaves out hidden types (`HIDDEN_TYPES`): for pages, not for what must be whole. */
  readonly shown?: boolean;
  readonly agentId?: string;
  readonly graphId?: string;
  readonly sessionId?: string;
  readonly nodeId?: string;
  readonly parentId?: string;
  /** `timestamp >= from`, canonical ISO 8601. */
  readonly from?: string;
  /** `timestamp < to`, canonical ISO 8601. */
  readonly to?: string;
  /** All of them must hold, besides the above. They may have to be looked for row by row, under a time-out. */
  readonly conditions?: readonly Condition[];
  /** Only `seq > after`. */
  readonly after?: bigint;
  /** Only `seq < before`. */
  readonly before?: bigint;
  /** By `seq`. */
  readonly order: 'asc' | 'desc';
  /** 1 … 10,000 rows. */
  readonly limit: number;
}

/**
 * The archive of events: append in groups, read by cursor.
 *
 * Promises: an append resolves after its commit, is idempotent by (project, id), and `seq` grows in commit order, with
 * several writers too. `committed$` emits every event committed since it was opened exactly once, in `seq` order: those of
 * this process before the append resolves to its caller, those of other processes a little later. Where the two meet, or
 * the answer of a commit was lost, the order is kept and the own ones may come after the append has resolved.
 * Leaves out: updates and deletes.
 */
export abstract class EventArchive {
  /**
   * @throws LifecycleError `queue_full` (nothing taken), `archive_unavailable` (after the retry budget; sending the same
   * ids again is safe), `shutting_down`
   */
  abstract append(events: readonly EventDraft[]): Promise<AppendResult>;

  /** Runs `work` and appends its events in one commit. Errors of `prepare` reach the caller; errors as {@link append}. */
  abstract transact<T>(work: ArchiveWork<T>): Promise<AppendResult & { readonly value: T }>;

  /** @throws BinnacleError `query_too_slow` when its conditions find nothing within the time-out */
  abstract read(query: EventQuery): Promise<BinnacleEvent[]>;
  abstract find(project: string, id: string): Promise<BinnacleEvent | undefined>;

  /**
   * Where the newest `count` events of a selection begin: they are those with `seq` above it. 0 when there are fewer.
   * `order`, `limit` and `after` of the query don't matter. For folds that read forward in pages.
   */
  abstract startOfNewest(query: Omit<EventQuery, 'order' | 'limit' | 'after'>, count: number): Promise<bigint>;

  /** The last committed `seq`; 0 in an empty archive. */
  abstract head(): Promise<bigint>;

  /** Groups as they commit. Never errors; completes at shutdown. */
  abstract readonly committed$: Observable<readonly BinnacleEvent[]>;
}
