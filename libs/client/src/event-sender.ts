import { BinnacleError, LifecycleError } from '@binnacle/events';
import type { ResolvedOptions } from './client-options.js';
import { EventQueue, type QueuedEvent } from './event-queue.js';
import type { HttpTransport } from './http-transport.js';
import type { KeepAlive } from './keep-alive.js';
import { lastChance } from './last-chance.js';
import type { PreparedEvent } from './prepare-event.js';
import { sendBatch } from './send-batch.js';

/** What became of the events so far. */
export interface DeliveryCounts {
  accepted: number;
  /** Known to the server already: a repeat after a lost answer. */
  duplicates: number;
  /** Refused by the server. */
  rejected: number;
  /** Lost: the queue was full, the retries were used up, or the client was closed. */
  dropped: number;
  /** Still waiting. */
  pending: number;
}

/** Takes events at any speed and sends them in batches, one request at a time, so that they arrive in order. */
export class EventSender {
  private readonly queue: EventQueue;
  private readonly stop = new AbortController();
  private readonly tally = { accepted: 0, duplicates: 0, rejected: 0, dropped: 0 };
  private readonly waiting: { upTo: number; resolve: () => void }[] = [];
  private pushed = 0;
  private settled = 0;
  private timer: NodeJS.Timeout | undefined;
  private draining = false;
  private full = false;
  private closed = false;

  constructor(
    private readonly transport: HttpTransport,
    private readonly options: ResolvedOptions,
    private readonly keepAlive: KeepAlive,
  ) {
    this.queue = new EventQueue(options.queue);
  }

  get counts(): DeliveryCounts {
    return { ...this.tally, pending: this.queue.size };
  }

  /** Fire and forget: what goes wrong is counted and reported, never thrown. */
  enqueue(event: PreparedEvent): void {
    if (this.closed) this.drop(event, new LifecycleError('closed', `\`${event.type}\` came after close()`));
    else if (this.queue.push(event)) this.added();
    else {
      const error = new LifecycleError('queue_full', `${this.queue.size} events wait; \`${event.type}\` was dropped`);
      this.drop(event, error, !this.full);
      this.full = true;
    }
  }

  /** Resolves when the event is in the archive. Goes past the bound, because its caller waits. @throws what stopped it */
  deliver(event: PreparedEvent): Promise<void> {
    if (this.closed) return Promise.reject(new LifecycleError('closed', 'the client is closed'));
    const delivered = new Promise<void>((resolve, reject) => {
      this.queue.push({ ...event, settle: (error) => (error ? reject(error) : resolve()) }, true);
      this.added();
    });
    void this.drain();
    return this.keepAlive.during(delivered);
  }

  /** Resolves when everything so far is delivered or given up. */
  flush(): Promise<void> {
    const upTo = this.pushed;
    if (this.settled >= upTo) return Promise.resolve();
    const done = new Promise<void>((resolve) => this.waiting.push({ upTo, resolve }));
    void this.drain();
    return this.keepAlive.during(done);
  }

  /** Takes nothing more, sends what waits for at most `timeoutMs`, gives up the rest. */
  async close(timeoutMs: number): Promise<void> {
    this.closed = true;
    const giveUp = setTimeout(() => this.stop.abort(), timeoutMs).unref();
    await this.flush();
    clearTimeout(giveUp);
    clearTimeout(this.timer);
    lastChance.forget(this);
  }

  private added(): void {
    this.full = false;
    this.pushed++;
    lastChance.remember(this);
    if (this.draining) return;
    const { maxEvents, maxBytes, delayMs } = this.options.batch;
    if (this.queue.holdsBatch(maxEvents, maxBytes)) void this.drain();
    else this.timer ??= setTimeout(() => void this.drain(), delayMs).unref();
  }

  private async drain(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.draining) return;
    this.draining = true;
    const { maxEvents, maxBytes } = this.options.batch;
    while (this.queue.size > 0) {
      const batch = this.queue.head(maxEvents, maxBytes);
      const results = await this.send(batch);
      this.queue.remove(batch.length);
      this.settled += batch.length;
      for (const event of batch) event.settle?.(results.get(event.id));
      this.wake();
    }
    this.draining = false;
    lastChance.forget(this);
  }

  /** The errors by event id. */
  private async send(batch: readonly QueuedEvent[]): Promise<ReadonlyMap<string, BinnacleError>> {
    const { retry: policy, clock } = this.options;
    try {
      const outcome = await sendBatch(batch, this.transport, { policy, clock, signal: this.stop.signal });
      this.tally.accepted += outcome.accepted;
      this.tally.duplicates += outcome.duplicates;
      this.tally.rejected += outcome.refused.size;
      for (const error of outcome.refused.values()) this.report(error);
      return outcome.refused;
    } catch (error) {
      this.tally.dropped += batch.length;
      const failure = undeliverable(error, batch.length);
      this.report(failure);
      return new Map(batch.map(({ id }) => [id, failure]));
    }
  }

  private wake(): void {
    while (this.waiting[0] && this.waiting[0].upTo <= this.settled) this.waiting.shift()?.resolve();
  }

  private drop(event: PreparedEvent, error: BinnacleError, tell = true): void {
    this.tally.dropped++;
    if (tell) this.report(new LifecycleError(error.code, error.detail, { event_id: event.id, type: event.type }));
  }

  /** Counts and reports an event that never came so far as the queue. */
  refuse(error: BinnacleError): void {
    this.tally.rejected++;
    this.report(error);
  }

  /** The listener is the agent's code: its mistake must not stop the sending. */
  private report(error: BinnacleError): void {
    try {
      this.options.onError(error);
    } catch {}
  }
}

function undeliverable(error: unknown, count: number): BinnacleError {
  const events = count === 1 ? '1 event' : `${count} events`;
  if (error instanceof BinnacleError) {
    const Kind = error instanceof LifecycleError ? LifecycleError : BinnacleError;
    return new Kind(error.code, `${events} not delivered: ${error.detail}`, { ...error.context, events: count });
  }
  return new LifecycleError('delivery_failed', `${events} not delivered: the client was closed`, { events: count });
}
