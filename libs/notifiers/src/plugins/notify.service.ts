import { EventBus } from '@binnacle/bus';
import { type BinnacleEvent, matchesPatterns, parsePatterns } from '@binnacle/events';
import type { Notifier } from '@binnacle/plugin-kit';
import { PluginRegistry } from '@binnacle/registry';
import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import { NotifierOptions } from '../notifier-options.js';
import { NotifierQueue } from './notifier-queue.js';

const DEFAULT_ON = ['agent:blocked'] as const;
/** Events that may wait for the matching; past it the oldest are skipped. */
const MAILBOX = 10_000;

/** Gives every committed event to the notifiers that want to hear of it. Nothing waits for them. */
@Injectable()
export class NotifyService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private queues: readonly NotifierQueue[] = [];
  private readonly wanted = new Map<NotifierQueue, (event: BinnacleEvent) => boolean>();
  private readonly subscriptions: Subscription[] = [];

  constructor(
    private readonly bus: EventBus,
    private readonly registry: PluginRegistry,
    private readonly options: NotifierOptions,
  ) {}

  onApplicationBootstrap(): void {
    this.adopt();
    this.subscriptions.push(
      this.registry.changed$.subscribe(() => this.adopt()),
      this.bus
        .batches({ name: 'notifiers', bound: MAILBOX, overflow: 'drop-oldest' })
        .subscribe((batch) => this.hand(batch)),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    for (const subscription of this.subscriptions) subscription.unsubscribe();
    await Promise.all(this.queues.map((queue) => queue.stop()));
  }

  private adopt(): void {
    const { notifiers, health } = this.registry;
    const before = this.queues;
    this.queues = notifiers.map(
      (notifier) =>
        before.find((queue) => queue.notifier === notifier) ??
        new NotifierQueue(notifier, health, this.options.publicUrl),
    );
    for (const queue of before) if (!this.queues.includes(queue)) void queue.stop();
    this.wanted.clear();
    for (const queue of this.queues) this.wanted.set(queue, testOf(queue.notifier));
  }

  private hand(batch: readonly BinnacleEvent[]): void {
    for (const [queue, wants] of this.wanted) {
      for (const event of batch) if (wants(event)) queue.add(event);
    }
  }
}

function testOf({ definition }: Notifier): (event: BinnacleEvent) => boolean {
  // An empty list of patterns would be all of them; this notifier is told by rules.
  if (definition.on?.length === 0) return () => false;
  const patterns = parsePatterns(definition.on ?? DEFAULT_ON);
  return (event) => matchesPatterns(patterns, event);
}
