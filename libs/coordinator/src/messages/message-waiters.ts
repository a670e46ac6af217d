import { EventBus, matching } from '@binnacle/bus';
import { EventTypes, LifecycleError } from '@binnacle/events';
import { type BeforeApplicationShutdown, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import type { Message } from './message.js';
import { MessagesService, type Reader } from './messages.service.js';

/** Requests that may wait at once. */
const MAX_WAITERS = 10_000;

/** Long-polls of agents for messages. Only a memory of who waits; the table decides what there is to read. */
@Injectable()
export class MessageWaiters implements OnModuleInit, BeforeApplicationShutdown {
  private readonly waiting = new Map<string, Set<() => void>>();
  private count = 0;
  private subscription: Subscription | undefined;
  private stopping = false;

  constructor(
    private readonly bus: EventBus,
    private readonly messages: MessagesService,
  ) {}

  onModuleInit(): void {
    const wakeAll = () => {
      for (const waiters of this.waiting.values()) for (const wake of waiters) wake();
    };
    this.subscription = this.bus
      .events({ name: 'message-waiters', bound: 10_000, overflow: 'drop-oldest', onDropped: wakeAll })
      .pipe(matching(EventTypes.messageSent))
      .subscribe(({ project, agentId }) => {
        for (const wake of this.waiting.get(keyOf(project, agentId ?? '')) ?? []) wake();
      });
  }

  beforeApplicationShutdown(): void {
    this.stopping = true;
    this.subscription?.unsubscribe();
    for (const waiters of this.waiting.values()) for (const wake of waiters) wake();
  }

  /**
   * Unread messages, oldest first: at once when there are some, else when one comes or `waitMs` is over or `signal` aborts.
   *
   * @throws LifecycleError `too_many_viewers`
   */
  async unread(reader: Reader, limit: number, waitMs: number, signal: AbortSignal): Promise<Message[]> {
    const until = Date.now() + waitMs;
    for (;;) {
      // Before the look: what is sent between the look and the wait must wake it.
      const wait = this.begin(reader);
      try {
        const found = await this.messages.unread(reader, limit);
        const leftMs = until - Date.now();
        if (found.length > 0 || leftMs <= 0 || signal.aborted || this.stopping) return found;
        await wait.during(leftMs, signal);
      } finally {
        wait.end();
      }
    }
  }

  private begin({ project, agentId }: Reader) {
    if (this.count >= MAX_WAITERS) {
      throw new LifecycleError(
        'too_many_viewers',
        `${this.count} requests wait for messages; the limit is ${MAX_WAITERS}`,
      );
    }
    const key = keyOf(project, agentId);
    const waiters = this.waiting.get(key) ?? new Set();
    let wake = () => undefined as void;
    const woken = new Promise<void>((resolve) => {
      wake = resolve;
    });
    this.waiting.set(key, waiters.add(wake));
    this.count++;
    return {
      during: async (ms: number, signal: AbortSignal): Promise<void> => {
        const timer = setTimeout(wake, ms);
        signal.addEventListener('abort', wake, { once: true });
        await woken;
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
      },
      end: (): void => {
        waiters.delete(wake);
        if (waiters.size === 0) this.waiting.delete(key);
        this.count--;
      },
    };
  }
}

const keyOf = (project: string, agentId: string): string => `${project}/${agentId}`;
