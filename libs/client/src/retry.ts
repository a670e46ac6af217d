import { BinnacleError, LifecycleError } from '@binnacle/events';
import type { Clock } from './clock.js';

export interface RetryPolicy {
  /** Milliseconds from the first attempt after which no further one is made. 0 = a single attempt. */
  readonly maxRetryMs: number;
  /** First back-off in milliseconds; doubles with each attempt. */
  readonly baseMs: number;
  /** Longest back-off in milliseconds. */
  readonly maxDelayMs: number;
}

/** A `Retry-After` beyond this many milliseconds counts as this: a proxy's guess must not stop an agent for an hour. */
export const MAX_RETRY_AFTER_MS = 60_000;

export interface RetryOptions {
  readonly policy: RetryPolicy;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  /** Which failures are worth another attempt; default every LifecycleError. */
  readonly retryable?: (error: unknown) => boolean;
}

/**
 * Repeats `attempt` while it fails with a LifecycleError, with exponential back-off and full jitter; the server's
 * `Retry-After` (`context.retry_after_ms`) wins. Throws the last error when the time or `signal` ends it.
 */
export async function retry<T>(attempt: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { policy, clock, signal, retryable = (error) => error instanceof LifecycleError } = options;
  const deadline = clock.now() + policy.maxRetryMs;
  for (let tries = 0; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (signal?.aborted || !retryable(error)) throw error;
      const delay = retryAfter(error) ?? backOff(tries, policy, clock);
      if (clock.now() + delay > deadline) throw error;
      await clock.pause(delay, signal);
      if (signal?.aborted) throw error;
    }
  }
}

/** Full jitter: anything from nothing to the doubled base, so that many agents don't come back at once. */
export const backOff = (tries: number, policy: Pick<RetryPolicy, 'baseMs' | 'maxDelayMs'>, clock: Clock): number =>
  clock.random() * Math.min(policy.maxDelayMs, policy.baseMs * 2 ** Math.min(tries, 30));

export function retryAfter(error: unknown): number | undefined {
  const after = error instanceof BinnacleError ? error.context.retry_after_ms : undefined;
  return typeof after === 'number' ? Math.min(after, MAX_RETRY_AFTER_MS) : undefined;
}
