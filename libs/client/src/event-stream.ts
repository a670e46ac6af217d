import { BinnacleError, LifecycleError, type WireEvent } from '@binnacle/events';
import { createParser } from 'eventsource-parser';
import type { Clock } from './clock.js';
import { type EventFilter, filterParameters } from './event-filter.js';
import type { HttpTransport } from './http-transport.js';
import { backOff, retryAfter } from './retry.js';

export interface StreamOptions {
  /** Start after this `seq`; `'start'` is the whole archive; absent is live only. */
  readonly after?: bigint | string | number;
  /** Ends the iteration. */
  readonly signal?: AbortSignal;
  /** Milliseconds without a byte after which the connection counts as dead, default 45,000: three heartbeats. */
  readonly idleTimeoutMs?: number;
  /** Told when the connection was lost and will be tried again. */
  readonly onReconnect?: (reason: Error | undefined) => void;
}

export interface StreamTools {
  readonly transport: HttpTransport;
  readonly clock: Clock;
}

const IDLE_TIMEOUT_MS = 45_000;
const BACK_OFF = { baseMs: 250, maxDelayMs: 5_000 };

/** Events in `seq` order, each once, through any number of reconnects. @throws BinnacleError for what no retry mends */
export async function* eventStream(
  filter: EventFilter,
  options: StreamOptions,
  { transport, clock }: StreamTools,
): AsyncGenerator<WireEvent, void, undefined> {
  const { signal, onReconnect, idleTimeoutMs = IDLE_TIMEOUT_MS } = options;
  const path = `/api/v1/events/stream?${filterParameters(filter)}`;
  let last: bigint | undefined;
  for (let tries = 0; !signal?.aborted; tries++) {
    const connection = new AbortController();
    const end = () => connection.abort();
    signal?.addEventListener('abort', end, { once: true });
    let failure: Error | undefined;
    try {
      last ??= await startAfter(options, transport);
      const response = await transport.open(path, { 'last-event-id': String(last) }, connection.signal);
      for await (const event of readEvents(response, connection, idleTimeoutMs)) {
        tries = 0;
        // A server that resumes a little early must not show as a repeat.
        if (BigInt(event.seq) <= last) continue;
        last = BigInt(event.seq);
        yield event;
      }
    } catch (error) {
      if (error instanceof BinnacleError && !(error instanceof LifecycleError)) throw error;
      failure = error as Error;
    } finally {
      signal?.removeEventListener('abort', end);
      connection.abort();
    }
    if (signal?.aborted) return;
    onReconnect?.(failure);
    await clock.pause(retryAfter(failure) ?? backOff(tries, BACK_OFF, clock), signal);
  }
}

/** Live only means from now: with a position, a connection that breaks before the first event loses nothing either. */
async function startAfter({ after, signal }: StreamOptions, transport: HttpTransport): Promise<bigint> {
  if (after !== undefined) return after === 'start' ? 0n : BigInt(after);
  const { last_seq } = await transport.json<{ last_seq: string }>('GET', '/health', { signal });
  return BigInt(last_seq);
}

async function* readEvents(
  response: Response,
  connection: AbortController,
  idleTimeoutMs: number,
): AsyncGenerator<WireEvent, void, undefined> {
  const arrived: WireEvent[] = [];
  const parser = createParser({ onEvent: ({ data }) => arrived.push(JSON.parse(data) as WireEvent) });
  const decoder = new TextDecoder();
  const idle = setTimeout(() => connection.abort(new Error('no heartbeat')), idleTimeoutMs).unref();
  try {
    for await (const chunk of response.body ?? []) {
      idle.refresh();
      parser.feed(decoder.decode(chunk, { stream: true }));
      yield* arrived.splice(0);
    }
  } finally {
    clearTimeout(idle);
  }
}
