import type { QueueLimits } from './client-options.js';
import type { PreparedEvent } from './prepare-event.js';

export interface QueuedEvent extends PreparedEvent {
  /** Told once what became of it; without an error it is in the archive. */
  readonly settle?: (error?: Error) => void;
}

/** Events in the order they were emitted, within bounds. Only in memory: what must survive the agent is flushed. */
export class EventQueue {
  private readonly events: QueuedEvent[] = [];
  private bytes = 0;

  constructor(private readonly limits: QueueLimits) {}

  get size(): number {
    return this.events.length;
  }

  /** False when a bound is reached: then nothing was added. `force` is for events somebody waits for. */
  push(event: QueuedEvent, force = false): boolean {
    const full = this.events.length >= this.limits.maxEvents || this.bytes + event.bytes > this.limits.maxBytes;
    if (full && !force && this.events.length > 0) return false;
    this.events.push(event);
    this.bytes += event.bytes;
    return true;
  }

  /** The first events within the limits, at least one. They stay, and count, until they are removed. */
  head(maxEvents: number, maxBytes: number): QueuedEvent[] {
    let bytes = this.events[0]?.bytes ?? 0;
    let end = Math.min(1, this.events.length);
    for (; end < this.events.length && end < maxEvents; end++) {
      bytes += this.events[end]!.bytes + 1;
      if (bytes > maxBytes) break;
    }
    return this.events.slice(0, end);
  }

  remove(count: number): void {
    for (const event of this.events.splice(0, count)) this.bytes -= event.bytes;
  }

  /** Whether a full batch waits. */
  holdsBatch(maxEvents: number, maxBytes: number): boolean {
    return this.events.length >= maxEvents || this.bytes >= maxBytes;
  }
}
