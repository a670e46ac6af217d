import { LifecycleError } from '@binnacle/events';
import type { ArchiveOptions } from './archive-options.js';
import type { PendingItem } from './pending-item.js';

/** Work is statement after statement; more of it in one transaction would hold the archive's row lock too long. */
const GROUP_WORKS = 100;

/**
 * Calls that wait for their commit, first in, first out, bounded in events and bytes.
 *
 * Items taken still count until `release`: the bound is on memory, not on waiting.
 */
export class CommitQueue {
  private items: PendingItem[] = [];
  private events = 0;
  private bytes = 0;
  /** When something was last settled, or came into an empty queue; undefined = nothing waits. */
  private movedAt: number | undefined;

  constructor(private readonly options: Required<ArchiveOptions>) {}

  get isEmpty(): boolean {
    return this.items.length === 0;
  }

  /** Events waiting or in flight. */
  get size(): number {
    return this.events;
  }

  /** How long something has waited while nothing was settled, in ms; 0 = nothing waits. */
  get stalledMs(): number {
    return this.movedAt === undefined ? 0 : performance.now() - this.movedAt;
  }

  /** @throws LifecycleError `queue_full`; nothing is taken then */
  offer(item: PendingItem): void {
    const { queueEvents, queueBytes } = this.options;
    const full = this.events + item.events > queueEvents || this.bytes + item.bytes > queueBytes;
    if (full) {
      throw new LifecycleError(
        'queue_full',
        `${this.events} events (${this.bytes} bytes) wait for their commit; the limits are ${queueEvents} and ${queueBytes}`,
        { retryAfterSeconds: 1, waiting: this.events, limit: queueEvents },
      );
    }
    this.movedAt ??= performance.now();
    this.events += item.events;
    this.bytes += item.bytes;
    this.items.push(item);
  }

  /** The next group: at least one item, then as many as fit. */
  take(): PendingItem[] {
    let events = 0;
    let bytes = 0;
    let works = 0;
    const end = this.items.findIndex((item, index) => {
      events += item.events;
      bytes += item.bytes;
      if (item.work) works += 1;
      const over = events > this.options.groupEvents || bytes > this.options.groupBytes || works > GROUP_WORKS;
      return index > 0 && over;
    });
    return this.items.splice(0, end === -1 ? this.items.length : end);
  }

  takeAll(): PendingItem[] {
    return this.items.splice(0);
  }

  release(items: readonly PendingItem[]): void {
    for (const item of items) {
      this.events -= item.events;
      this.bytes -= item.bytes;
    }
    this.movedAt = this.events > 0 ? performance.now() : undefined;
  }
}
