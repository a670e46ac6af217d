/** What became of one request. */
export interface Verdict {
  readonly allowed: boolean;
  /** Requests that would be allowed now. */
  readonly remaining: number;
  /** Seconds until the next one is allowed; at least 1 for a refused one. */
  readonly retryAfter: number;
  /** Seconds until all of the burst is there again. */
  readonly reset: number;
}

const MINUTE_MS = 60_000;
/** Who is counted at once. Past it those who have rested go, then those who came first. */
const MAX_CALLERS = 50_000;
/** Those who have rested are looked for this often at most: a flood of callers must not make every one of them a search. */
const SWEEP_MS = 1_000;
/** A sixth of a minute's requests may come at once, and never fewer than a person types. */
const BURST_SHARE = 6;
const MIN_BURST = 10;

/**
 * So many requests a minute for each caller, evenly, with a burst (GCRA: one number is kept per caller and no timer runs). Of this
 * process only: several servers allow as many times as much.
 */
export class Buckets {
  /** Caller → when it will have rested, ms. */
  private readonly rested = new Map<string, number>();
  private readonly everyMs: number;
  private sweptAt = Number.NEGATIVE_INFINITY;
  readonly burst: number;

  constructor(
    readonly perMinute: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.everyMs = MINUTE_MS / perMinute;
    this.burst = Math.max(Math.min(perMinute, MIN_BURST), Math.ceil(perMinute / BURST_SHARE));
  }

  get size(): number {
    return this.rested.size;
  }

  take(caller: string): Verdict {
    const now = this.now();
    const known = this.rested.get(caller);
    const owed = known === undefined || known < now ? 0 : known - now;
    const full = this.burst * this.everyMs;
    const allowed = owed + this.everyMs <= full;
    const after = allowed ? owed + this.everyMs : owed;
    if (allowed) {
      if (known === undefined) this.makeRoom(now);
      this.rested.set(caller, now + after);
    }
    return {
      allowed,
      remaining: Math.floor((full - after) / this.everyMs),
      retryAfter: allowed ? 0 : Math.max(1, Math.ceil((owed + this.everyMs - full) / 1_000)),
      reset: Math.ceil(after / 1_000),
    };
  }

  private makeRoom(now: number): void {
    if (this.rested.size < MAX_CALLERS) return;
    if (now - this.sweptAt >= SWEEP_MS) {
      this.sweptAt = now;
      for (const [caller, at] of this.rested) if (at <= now) this.rested.delete(caller);
    }
    for (const caller of this.rested.keys()) {
      if (this.rested.size < MAX_CALLERS) return;
      this.rested.delete(caller);
    }
  }
}
