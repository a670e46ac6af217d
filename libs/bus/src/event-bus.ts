import { BinnacleError, type BinnacleEvent } from '@binnacle/events';
import { concatAll, Observable } from 'rxjs';
import type { BusTransport } from './bus-transport.js';
import { Mailbox } from './mailbox.js';
import type { SubscriberOptions } from './subscriber-options.js';

const MAX_BOUND = 1_000_000;

/**
 * Hands every committed event to every subscriber of this process, in `seq` order, each through a mailbox of its own.
 *
 * Not a broker: no durability, no replay, no acknowledgement. History comes from the archive (`stitch` joins both).
 *
 * @example
 * bus.events({ name: 'pager', bound: 1_000, overflow: 'error' })
 *   .pipe(matching('agent:failed', 'tool:failed'))
 *   .subscribe((event) => page(event));
 */
export class EventBus {
  private readonly mailboxes = new Map<Mailbox, SubscriberOptions>();
  private readonly received;

  constructor(private readonly transport: BusTransport) {
    this.received = transport.received$.subscribe((batch) => {
      for (const mailbox of this.mailboxes.keys()) mailbox.offer(batch);
    });
  }

  /** Called by the ingest path after the commit; nobody else publishes. Never throws, never waits. */
  publish(batch: readonly BinnacleEvent[]): void {
    if (batch.length > 0) this.transport.send(batch);
  }

  /** Events one by one. Subscribe with an error handler when the policy is `error`. */
  events(options: SubscriberOptions): Observable<BinnacleEvent> {
    return this.batches(options).pipe(concatAll());
  }

  /** Events as they were delivered together; cheaper for subscribers that fold. */
  batches(options: SubscriberOptions): Observable<readonly BinnacleEvent[]> {
    if (!Number.isInteger(options.bound) || options.bound < 1 || options.bound > MAX_BOUND) {
      throw new BinnacleError(
        'invalid_config',
        `bound of ${options.name} is ${options.bound}; it must be 1 to ${MAX_BOUND}`,
      );
    }
    return new Observable((subscriber) => {
      const mailbox = new Mailbox(options, subscriber);
      this.mailboxes.set(mailbox, options);
      return () => {
        this.mailboxes.delete(mailbox);
        mailbox.close();
      };
    });
  }

  /** How many events wait for whom, for metrics. */
  get subscribers(): readonly { readonly name: string; readonly waiting: number }[] {
    return [...this.mailboxes].map(([mailbox, { name }]) => ({ name, waiting: mailbox.size }));
  }

  close(): void {
    this.received.unsubscribe();
    for (const mailbox of this.mailboxes.keys()) mailbox.close();
    this.mailboxes.clear();
  }
}
