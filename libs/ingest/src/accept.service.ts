import {
  BinnacleError,
  DEFAULT_LIMITS,
  type ErrorCode,
  type EventDraft,
  type JsonObject,
  LifecycleError,
  type Limits,
  MAX_AHEAD_MS,
  parseEvent,
} from '@binnacle/events';
import { type AppendResult, type ArchiveTransaction, EventArchive, StorageKeeper } from '@binnacle/persistence';
import { PluginRegistry } from '@binnacle/registry';
import { Injectable, Optional } from '@nestjs/common';
import { Subject } from 'rxjs';
import { type ArchivedCounts, countsOf } from './archived-counts.js';
import { arrivalOf } from './arrival-of.js';
import type { Companion } from './companion.js';
import { Pricing, priced } from './pricing.js';

export interface Rejection {
  /** Place in the request, from 0. */
  readonly index: number;
  readonly code: ErrorCode;
  readonly detail: string;
}

export interface AcceptOutcome {
  /** Stored now. */
  readonly accepted: number;
  /** Known already; as good as accepted for the sender. */
  readonly duplicates: number;
  readonly rejected: readonly Rejection[];
  /** Dropped by an ingest filter of this installation. */
  readonly filtered: number;
  /** Every event of the call that is archived is at or below it; undefined when none is. */
  readonly lastSeq: bigint | undefined;
}

export interface Origin {
  readonly project: string;
  /** The door it came by, for metrics: a constant of the code, never a word of the client. */
  readonly door?: string;
  readonly limits?: Limits;
  /** No item can be over the size limit. */
  readonly sizeIsSafe?: boolean;
}

/** What became of one call, for metrics. */
export interface AcceptReport {
  readonly door: string;
  /** Undefined when nothing was taken. */
  readonly outcome: AcceptOutcome | undefined;
  /** Why nothing was taken. */
  readonly refused: ErrorCode | undefined;
}

const UNNAMED_DOOR = 'other';

/** An item that could not even be read, such as a broken NDJSON line. */
export class Unreadable {
  constructor(readonly error: BinnacleError) {}
}

/**
 * The one way in: validate, normalise, filter, archive. It returns after the commit, so an adapter may answer 2xx as soon as
 * it has the outcome. Publishing on the bus follows from the archive, not from here.
 */
@Injectable()
export class AcceptService {
  private readonly companions: Companion[] = [];
  private readonly reports = new Subject<AcceptReport>();
  /** Every call when it is answered. */
  readonly reports$ = this.reports.asObservable();

  constructor(
    private readonly archive: EventArchive,
    private readonly registry: PluginRegistry,
    private readonly storage: StorageKeeper,
    @Optional() private readonly pricing?: Pricing,
  ) {}

  /** Adds statements that commit beside events of some types. For modules at start, not at run time. */
  register(companion: Companion): void {
    this.companions.push(companion);
  }

  /**
   * @param items parsed JSON values, or {@link Unreadable} in place of those that were none
   * @throws LifecycleError `queue_full`, `archive_unavailable`, `archive_full`, `shutting_down`: nothing was taken, send the same again
   */
  async accept(items: readonly unknown[], origin: Origin): Promise<AcceptOutcome> {
    const receivedAt = new Date().toISOString();
    return this.reported(origin, () => {
      const [drafts, rejected] = this.parse(items, origin, () => receivedAt);
      return this.store(this.priced(drafts), rejected, (events) => this.append(events));
    });
  }

  /**
   * Takes events from another archive: with the arrival they had there, and with nothing beside them, as a question of last
   * year is not asked today.
   *
   * @param beside what commits with them, if there are any; it may run again, so every effect belongs into the transaction
   * @throws as {@link accept}
   */
  async acceptArchived(
    items: readonly unknown[],
    origin: Origin,
    beside: (transaction: ArchiveTransaction, counts: ArchivedCounts) => Promise<void>,
  ): Promise<AcceptOutcome> {
    const now = new Date().toISOString();
    return this.reported(origin, () =>
      this.store(...this.parse(items, origin, (item) => arrivalOf(item, now)), (events) =>
        this.archive.transact({
          known: events,
          prepare: async (transaction) => {
            await beside(transaction, await countsOf(transaction, origin.project, events));
            return { events, value: undefined };
          },
        }),
      ),
    );
  }

  private async reported<O extends AcceptOutcome>({ door = UNNAMED_DOOR }: Origin, work: () => Promise<O>): Promise<O> {
    try {
      const outcome = await work();
      this.reports.next({ door, outcome, refused: undefined });
      return outcome;
    } catch (error) {
      this.reports.next({
        door,
        outcome: undefined,
        refused: error instanceof BinnacleError ? error.code : 'internal',
      });
      throw error;
    }
  }

  private parse(
    items: readonly unknown[],
    origin: Origin,
    receivedAtOf: (item: unknown) => string,
  ): [drafts: EventDraft[], rejected: Rejection[]] {
    const drafts: EventDraft[] = [];
    const rejected: Rejection[] = [];
    // Canonical timestamps sort as text.
    const latest = new Date(Date.now() + MAX_AHEAD_MS).toISOString();
    items.forEach((item, index) => {
      try {
        drafts.push(this.draftOf(item, origin, receivedAtOf(item), latest));
      } catch (error) {
        if (!(error instanceof BinnacleError)) throw error;
        rejected.push({ index, code: error.code, detail: error.detail });
      }
    });
    return [drafts, rejected];
  }

  private draftOf(
    item: unknown,
    { project, limits = DEFAULT_LIMITS, sizeIsSafe }: Origin,
    receivedAt: string,
    latest = new Date(Date.now() + MAX_AHEAD_MS).toISOString(),
  ): EventDraft {
    if (item instanceof Unreadable) throw item.error;
    const draft = parseEvent(item, { project, receivedAt, limits });
    if (draft.timestamp > latest) throw ahead(draft.timestamp);
    this.registry.payloadClasses.check(draft);
    if (!sizeIsSafe) assertSize(item, limits.eventBytes);
    return draft;
  }

  /** The ingest filters, for an event that another part appends in a transaction of its own. It can't be dropped there. */
  filtered(draft: EventDraft): EventDraft {
    return this.registry.ingestFilters.apply(draft) ?? draft;
  }

  /**
   * The payload as it may wait in the database: without what filters that keep secrets out take away. All filters see the event when
   * it is accepted.
   *
   * @throws BinnacleError when the event would be refused
   */
  masked(item: unknown, origin: Origin): JsonObject {
    return this.registry.ingestFilters.withheld(this.draftOf(item, origin, new Date().toISOString())).payload;
  }

  /**
   * Takes the events that `prepare` makes of what else it does in the transaction that archives them. It may run again, so every
   * effect belongs into the transaction.
   *
   * @throws as {@link accept}
   */
  async acceptBeside<T>(
    origin: Origin,
    prepare: (transaction: ArchiveTransaction) => Promise<{ items: readonly unknown[]; value: T }>,
  ): Promise<AcceptOutcome & { readonly value: T }> {
    return this.reported(origin, () => this.storeBeside(origin, prepare));
  }

  private async storeBeside<T>(
    origin: Origin,
    prepare: (transaction: ArchiveTransaction) => Promise<{ items: readonly unknown[]; value: T }>,
  ): Promise<AcceptOutcome & { readonly value: T }> {
    if (this.storage.isFull) throw full();
    const receivedAt = new Date().toISOString();
    const { stored, lastSeq, value } = await this.archive.transact({
      prepare: async (transaction) => {
        const { items, value: own } = await prepare(transaction);
        const [drafts, rejected] = this.parse(items, origin, () => receivedAt);
        const kept = this.priced(drafts).flatMap((draft) => this.registry.ingestFilters.apply(draft) ?? []);
        const events = this.isAccompanied(kept) ? await this.beside(transaction, kept) : kept;
        return { events, value: { own, rejected, filtered: drafts.length - kept.length, offered: kept.length } };
      },
    });
    const { own, rejected, filtered, offered } = value;
    const duplicates = Math.max(0, offered - stored.length);
    return { accepted: stored.length, duplicates, rejected, filtered, lastSeq, value: own };
  }

  private async beside(transaction: ArchiveTransaction, events: readonly EventDraft[]): Promise<EventDraft[]> {
    let kept = [...events];
    for (const companion of this.companions) {
      const theirs = kept.filter(({ type }) => companion.types.has(type));
      if (theirs.length === 0) continue;
      const keep = new Set(await companion.beside(transaction, theirs));
      const given = new Set(theirs);
      const added = [...keep].filter((event) => !given.has(event));
      kept = [...kept.filter((event) => !given.has(event) || keep.has(event)), ...added];
    }
    return kept;
  }

  private async store(
    drafts: readonly EventDraft[],
    rejected: readonly Rejection[],
    append: (events: readonly EventDraft[]) => Promise<AppendResult>,
  ): Promise<AcceptOutcome> {
    const filters = this.registry.ingestFilters;
    const events: EventDraft[] = [];
    for (const draft of drafts) {
      const event = filters.apply(draft);
      if (event) events.push(event);
    }
    const filtered = drafts.length - events.length;
    if (events.length > 0 && this.storage.isFull) throw full();
    if (events.length === 0) return { accepted: 0, duplicates: 0, rejected, filtered, lastSeq: undefined };
    const result = await append(events);
    return {
      accepted: result.stored.length,
      duplicates: events.length - result.stored.length,
      rejected,
      filtered,
      lastSeq: result.lastSeq,
    };
  }

  private priced(drafts: readonly EventDraft[]): EventDraft[] {
    return drafts.map((draft) => priced(draft, this.pricing));
  }

  private isAccompanied(events: readonly EventDraft[]): boolean {
    return events.some(({ type }) => this.companions.some(({ types }) => types.has(type)));
  }

  private append(events: readonly EventDraft[]): Promise<AppendResult> {
    if (!this.isAccompanied(events)) return this.archive.append(events);
    return this.archive.transact({
      prepare: async (transaction) => ({ events: await this.beside(transaction, events), value: undefined }),
    });
  }
}

/** Answers of people are still taken: they are few, and agents wait for them. */
const full = () =>
  new LifecycleError('archive_full', 'the archive has reached its disk budget, and only today is left to drop', {
    retryAfterSeconds: 30,
  });

const ahead = (timestamp: string) =>
  new BinnacleError('field_invalid', `\`timestamp\` is ${timestamp}, more than a day ahead of this server's clock`, {
    field: 'timestamp',
    limit: MAX_AHEAD_MS,
  });

function assertSize(item: unknown, limit: number): void {
  const bytes = Buffer.byteLength(JSON.stringify(item));
  if (bytes > limit) {
    throw new BinnacleError('event_too_large', `the event has ${bytes} bytes; the limit is ${limit}`, { limit });
  }
}
