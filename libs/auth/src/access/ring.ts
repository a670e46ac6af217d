import { BatchedReads } from './batched-reads.js';

interface Held<T> {
  readonly value: Promise<T | undefined>;
  readonly readAt: number;
  /** What was last read, for when the database is away. */
  readonly known?: T;
}

export interface RingOptions {
  /** Milliseconds a reading holds: what another process changes is seen here this much later. */
  readonly freshMs: number;
  /** Milliseconds a reading may stand in while the database does not answer. */
  readonly staleMs: number;
  readonly max: number;
}

/** Seconds across processes; in this one a change is told by `forget`. */
export const RING: RingOptions = { freshMs: 5_000, staleMs: 60_000, max: 10_000 };

/** Credentials as read from the database a moment ago, known and unknown ones, so that a request costs no query. */
export class Ring<T> {
  private readonly held = new Map<string, Held<T>>();
  private readonly reads: BatchedReads<T>;

  /** @param read those that there are, by id: all that is asked for at once */
  constructor(
    read: (ids: readonly string[]) => Promise<ReadonlyMap<string, T>>,
    private readonly options: RingOptions = RING,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.reads = new BatchedReads(read);
  }

  get(id: string): Promise<T | undefined> {
    const held = this.held.get(id);
    if (held && this.now() - held.readAt < this.options.freshMs) return held.value;
    return this.load(id, held);
  }

  forget(id: string): void {
    this.held.delete(id);
  }

  forgetAll(): void {
    this.held.clear();
  }

  private load(id: string, before: Held<T> | undefined): Promise<T | undefined> {
    const readAt = this.now();
    const value = this.reads.one(id).then(
      (known) => {
        // Forgotten meanwhile: what was read may be what was just changed.
        if (this.held.get(id) === held) this.held.set(id, { value, readAt, known });
        return known;
      },
      (error: unknown) => {
        if (this.held.get(id) === held) this.held.delete(id);
        if (before?.known !== undefined && readAt - before.readAt < this.options.staleMs) {
          if (!this.held.has(id)) this.held.set(id, before);
          return before.known;
        }
        throw error;
      },
    );
    const held: Held<T> = { value, readAt, ...(before?.known !== undefined && { known: before.known }) };
    this.held.delete(id);
    this.held.set(id, held);
    if (this.held.size > this.options.max) this.held.delete(this.held.keys().next().value as string);
    return value;
  }
}
