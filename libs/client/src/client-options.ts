import { BinnacleError } from '@binnacle/events';
import { type Clock, systemClock } from './clock.js';
import type { RetryPolicy } from './retry.js';

export const DEFAULT_URL = 'http://127.0.0.1:4700';

export interface BatchLimits {
  /** Events in one request, default 500. */
  readonly maxEvents: number;
  /** Bytes of one request, default 512 KiB; one larger event goes alone. */
  readonly maxBytes: number;
  /** Milliseconds an event waits for others, default 50. */
  readonly delayMs: number;
}

export interface QueueLimits {
  /** Events that may wait, default 10,000. */
  readonly maxEvents: number;
  /** Bytes that may wait, default 64 MiB. */
  readonly maxBytes: number;
}

export interface ClientOptions {
  /** Default: the environment's BINNACLE_URL, else http://127.0.0.1:4700. */
  readonly url?: string;
  /** On every event that names no other. */
  readonly agentId?: string;
  readonly graphId?: string;
  readonly sessionId?: string;
  /** Sent as Bearer token; default BINNACLE_API_KEY. Servers without access control ignore it. */
  readonly apiKey?: string;
  readonly batch?: Partial<BatchLimits>;
  /** Past either bound `emit` drops the new event, counts it and says so through `onError`. */
  readonly queue?: Partial<QueueLimits>;
  /** Back-off of sending, default up to 5 minutes. */
  readonly retry?: Partial<RetryPolicy>;
  /** Milliseconds for one request, default 10,000. A wait for an answer has its own. */
  readonly requestTimeoutMs?: number;
  /**
   * Told of everything that was lost: refused, dropped and undeliverable events. `context.event_id` and `context.type`
   * name a refused one. Default: a process warning, once per code.
   */
  readonly onError?: (error: BinnacleError) => void;
  /** For tests. */
  readonly clock?: Clock;
}

export type ResolvedOptions = Required<Omit<ClientOptions, 'agentId' | 'graphId' | 'sessionId' | 'apiKey'>> &
  Pick<ClientOptions, 'agentId' | 'graphId' | 'sessionId' | 'apiKey'> & {
    readonly batch: BatchLimits;
    readonly queue: QueueLimits;
    readonly retry: RetryPolicy;
  };

/** @throws BinnacleError `invalid_config` for a URL that is none */
export function resolveOptions(options: ClientOptions, env: NodeJS.ProcessEnv): ResolvedOptions {
  return {
    ...options,
    url: baseUrl(options.url ?? (env.BINNACLE_URL || DEFAULT_URL)),
    apiKey: options.apiKey ?? (env.BINNACLE_API_KEY || undefined),
    batch: { maxEvents: 500, maxBytes: 512 * 1_024, delayMs: 50, ...options.batch },
    queue: { maxEvents: 10_000, maxBytes: 64 * 1_048_576, ...options.queue },
    retry: { maxRetryMs: 300_000, baseMs: 200, maxDelayMs: 10_000, ...options.retry },
    requestTimeoutMs: options.requestTimeoutMs ?? 10_000,
    onError: options.onError ?? warnOnce(),
    clock: options.clock ?? systemClock,
  };
}

function baseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new BinnacleError('invalid_config', `${JSON.stringify(text.slice(0, 200))} is no http(s) URL of Binnacle`);
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

function warnOnce(): (error: BinnacleError) => void {
  const told = new Set<string>();
  return (error) => {
    if (told.has(error.code)) return;
    told.add(error.code);
    process.emitWarning(error.detail, { type: 'BinnacleWarning', code: error.code });
  };
}
