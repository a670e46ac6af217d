/**
 * The bounded queue between the bus and one subscriber. `offer` never runs the subscriber: delivery happens in a later
 * turn of the event loop, in slices, so that neither a slow nor a throwing subscriber is felt by the publisher.
 */
import { type BinnacleEvent, LifecycleError } from '@binnacle/events';
import type { SubscriberOptions } from './subscriber-options.js';

/** Events handed over in one turn at most; a long backlog must not keep sockets waiting. */
const SLICE = 512;
const SMALLEST_SLICE = 8;
/** A turn that takes longer makes the next slice smaller. */
const TURN_MS = 20;

export interface MailboxReader {
  next(batch: readonly BinnacleEvent[]): void;
  error(reason: LifecycleError): void;
}

export class Mailbox {
  private waiting: BinnacleEvent[] = [];
  private scheduled: NodeJS.Immediate | undefined;
  private closed = false;
  private lastDelivered = 0n;
  private slice = SLICE;

  constructor(
    private readonly options: SubscriberOptions,
    private readonly reader: MailboxReader,
  ) {}

  get size(): number {
    return this.waiting.length;
  }

  offer(batch: readonly BinnacleEvent[]): void {
    if (this.closed) return;
    for (const event of batch) this.waiting.push(event);
    if (this.waiting.length > this.options.bound) this.overflow();
    if (!this.closed) this.scheduled ??= setImmediate(this.deliver);
  }

  close(): void {
    this.closed = true;
    this.waiting = [];
    if (this.scheduled) clearImmediate(this.scheduled);
  }

  private readonly deliver = (): void => {
    this.scheduled = undefined;
    const slice = this.waiting.length <= this.slice ? this.waiting : this.waiting.slice(0, this.slice);
    this.waiting = slice === this.waiting ? [] : this.waiting.slice(this.slice);
    this.lastDelivered = slice.at(-1)?.seq ?? this.lastDelivered;
    if (this.waiting.length > 0) this.scheduled = setImmediate(this.deliver);
    if (slice.length === 0) return;
    const start = performance.now();
    this.reader.next(slice);
    const isLate = performance.now() - start > TURN_MS;
    this.slice = isLate ? Math.max(SMALLEST_SLICE, slice.length >> 1) : Math.min(SLICE, this.slice * 2);
  };

  private overflow(): void {
    const { name, bound, overflow, onDropped } = this.options;
    const excess = this.waiting.length - bound;
    if (overflow === 'drop-oldest') {
      this.waiting = this.waiting.slice(excess);
      onDropped?.(excess);
      return;
    }
    this.close();
    this.reader.error(
      new LifecycleError('subscriber_overflow', `${name} fell ${excess} events behind its bound of ${bound}`, {
        subscriber: name,
        bound,
        lastSeq: this.lastDelivered.toString(),
      }),
    );
  }
}
