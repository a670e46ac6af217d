import type { Clock } from './clock.js';

/** Pauses end at once, move the time on by what they would have taken, and are recorded. Jitter is at its most. */
export class FakeClock implements Clock {
  readonly pauses: number[] = [];
  private time = 0;

  now(): number {
    return this.time;
  }

  random(): number {
    return 1;
  }

  async pause(ms: number): Promise<void> {
    this.pauses.push(ms);
    this.time += ms;
    // Lets sockets have their turn: a retry loop on microtasks alone would starve them.
    await new Promise((resolve) => setImmediate(resolve));
  }
}
