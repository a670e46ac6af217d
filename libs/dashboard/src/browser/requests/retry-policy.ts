/**
 * Whether, and after how long, a request is made again. Pure: the table is Datastar v1's, the jitter is ours, so that a
 * thousand tabs do not return in the same millisecond.
 */
import type { RequestOptions } from './request-options.js';

/** How an attempt ended. `refused` is any status that is no success. */
export type Outcome =
  | { kind: 'closed' }
  | { kind: 'empty' }
  | { kind: 'refused'; status: number }
  | { kind: 'broken'; message: string };

const JITTER = 0.2;

export function mayRetry(retry: RequestOptions['retry'], outcome: Outcome): boolean {
  if (retry === 'never') return false;
  switch (outcome.kind) {
    case 'closed':
      return retry === 'always';
    case 'empty':
      return false;
    case 'refused':
      return outcome.status >= 400 && retry !== 'auto';
    case 'broken':
      return true;
  }
}

type Limits = Pick<RequestOptions, 'retryScaler' | 'retryMaxWait' | 'retryMaxCount'>;

/** Waits of one request, growing while it fails; `opened` starts over. */
export class Backoff {
  #failures = 0;

  constructor(
    private interval: number,
    private readonly limits: Limits,
    private readonly random: () => number = Math.random,
  ) {}

  opened(): void {
    this.#failures = 0;
  }

  /** The server's `retry:` line. */
  setInterval(milliseconds: number): void {
    this.interval = milliseconds;
  }

  /** Milliseconds to wait before the next attempt; undefined when there have been enough. */
  next(): number | undefined {
    if (this.#failures >= this.limits.retryMaxCount) return undefined;
    const grown = this.interval * this.limits.retryScaler ** this.#failures++;
    const spread = 1 + JITTER * (2 * this.random() - 1);
    return Math.min(grown, Math.max(this.limits.retryMaxWait, this.interval)) * spread;
  }
}
