import { messageOf } from './message-of.js';

/** One part of a plugin: what it costs and how often it fails. Too much of either within a minute switches it off. */
const WINDOW_MS = 60_000;
export const MAX_FAILURES = 100;
/** Everything else waits while a plugin's code runs. */
export const SLOW_EVENT_MS = 50;
export const SLOW_VIEW_MS = 250;
export const MAX_SLOW = 5;
/** What a panel's state may hold for one selection, an estimate; the built-in ones hold a few hundred kilobytes. */
export const STATE_BUDGET_BYTES = 16_000_000;

export interface Off {
  /** For people: what it did. */
  readonly reason: string;
  /** ISO 8601. */
  readonly at: string;
}

/** Calls of one kind, and the time they took. */
export class Spent {
  calls = 0;
  totalMs = 0;
  slowestMs = 0;

  add(ms: number): void {
    this.calls++;
    this.totalMs += ms;
    if (ms > this.slowestMs) this.slowestMs = ms;
  }
}

export class PartHealth {
  failures = 0;
  lastFailure: string | undefined;
  readonly events = new Spent();
  readonly views = new Spent();
  /** Of an ingest filter: what became of events. */
  readonly outcomes = { changed: 0, dropped: 0 };
  off: Off | undefined;
  private windowEnd = Number.NEGATIVE_INFINITY;
  private windowFailures = 0;
  private windowSlow = 0;

  constructor(
    private readonly onOff: (reason: string) => void,
    private readonly now: () => number = Date.now,
  ) {}

  failed(error: unknown): void {
    this.failures++;
    this.lastFailure = messageOf(error);
    this.roll();
    if (++this.windowFailures >= MAX_FAILURES) this.switchOff(`it failed ${MAX_FAILURES} times within a minute`);
  }

  /** A reducer or filter ran over one event. */
  tookForEvent(ms: number): void {
    this.events.add(ms);
    if (ms > SLOW_EVENT_MS) this.slow(`it took more than ${SLOW_EVENT_MS} ms for each of ${MAX_SLOW} events`);
  }

  tookForView(ms: number): void {
    this.views.add(ms);
    if (ms > SLOW_VIEW_MS) this.slow(`its view took more than ${SLOW_VIEW_MS} ms ${MAX_SLOW} times`);
  }

  /** A view came out longer than it may be. */
  tooLong(limit: number): void {
    this.slow(`its view had more than ${limit.toLocaleString('en')} characters ${MAX_SLOW} times`);
  }

  /** A state of the panel holds about so many bytes. */
  holds(bytes: number): void {
    if (bytes <= STATE_BUDGET_BYTES) return;
    this.switchOff(`its state grew past ${STATE_BUDGET_BYTES / 1_000_000} MB; keep less, or an aggregate`);
  }

  switchOn(): void {
    this.off = undefined;
    this.windowEnd = Number.NEGATIVE_INFINITY;
  }

  private slow(what: string): void {
    this.roll();
    if (++this.windowSlow >= MAX_SLOW) this.switchOff(`${what} within a minute`);
  }

  private switchOff(reason: string): void {
    if (this.off) return;
    this.off = { reason, at: new Date(this.now()).toISOString() };
    this.onOff(reason);
  }

  private roll(): void {
    if (this.now() < this.windowEnd) return;
    this.windowEnd = this.now() + WINDOW_MS;
    this.windowFailures = 0;
    this.windowSlow = 0;
  }
}
