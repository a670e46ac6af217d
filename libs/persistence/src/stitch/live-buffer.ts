import type { BinnacleEvent } from '@binnacle/events';

/**
 * Live events that wait for a slow consumer. Past its bound it keeps nothing and says so: the archive has them all.
 */
export class LiveBuffer {
  private events: BinnacleEvent[] = [];
  private full = false;
  private ended = false;
  private wake: (() => void) | undefined;

  constructor(private readonly bound: number) {}

  get overflowed(): boolean {
    return this.full;
  }

  get closed(): boolean {
    return this.ended;
  }

  offer(events: readonly BinnacleEvent[]): void {
    if (this.full || events.length === 0) return;
    this.full = this.events.length + events.length > this.bound;
    if (this.full) this.events = [];
    else for (const event of events) this.events.push(event);
    this.wake?.();
  }

  take(): BinnacleEvent[] {
    const taken = this.events;
    this.events = [];
    return taken;
  }

  /** Starts over. What was offered before must then be read from the archive. */
  reset(): void {
    this.events = [];
    this.full = false;
  }

  close(): void {
    this.ended = true;
    this.wake?.();
  }

  /** Resolves when there is something to take, or nothing will come any more. */
  async ready(): Promise<void> {
    if (this.events.length > 0 || this.full || this.ended) return;
    await new Promise<void>((resolve) => {
      this.wake = resolve;
    });
    this.wake = undefined;
  }
}
