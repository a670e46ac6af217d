import { LifecycleError } from '@binnacle/events';
import type { Clock } from './clock.js';
import { parameters } from './event-filter.js';
import type { HttpTransport } from './http-transport.js';
import { backOff, retryAfter } from './retry.js';

/** Words of a person for an agent. Times are ISO 8601. */
export interface ReceivedMessage {
  readonly id: string;
  readonly text: string;
  readonly sentBy: string;
  readonly sentAt: string;
}

export interface MessageOptions {
  readonly agentId?: string;
  /** Messages for other sessions of the agent are left to them. */
  readonly sessionId?: string;
  /** Ends the iteration. */
  readonly signal?: AbortSignal;
}

interface WireMessage {
  readonly id: string;
  readonly text: string;
  readonly sent_by: string;
  readonly sent_at: string;
}

/** Seconds the server may hold one request; its limit is 55. */
const WAIT_SECONDS = 50;
const REQUEST_TIMEOUT_MS = (WAIT_SECONDS + 15) * 1_000;
const BACK_OFF = { baseMs: 200, maxDelayMs: 5_000 };
/** "Nothing yet" that comes sooner than this is a server about to stop. */
const HASTY_MS = 1_000;
/** A message that was given out and not noted as read yet comes again: so many ids are remembered against that. */
const REMEMBERED = 1_000;

/** Which messages a client has given to its agent. */
export class GivenMessages {
  private readonly ids: string[] = [];

  /** Those that are new, and from now on known. */
  take(messages: readonly ReceivedMessage[]): ReceivedMessage[] {
    const fresh = messages.filter(({ id }) => !this.ids.includes(id));
    this.ids.push(...fresh.map(({ id }) => id));
    this.ids.splice(0, this.ids.length - REMEMBERED);
    return fresh;
  }
}

/** What is unread now; it is read then. */
export async function unreadMessages(
  options: MessageOptions,
  transport: HttpTransport,
  given: GivenMessages,
): Promise<ReceivedMessage[]> {
  return given.take(await read(options, transport, 0));
}

/** Every message, each once, as they come, through restarts of the server. */
export async function* messageStream(
  options: MessageOptions,
  { transport, clock }: { readonly transport: HttpTransport; readonly clock: Clock },
  given: GivenMessages,
): AsyncGenerator<ReceivedMessage, void, undefined> {
  const { signal } = options;
  for (let tries = 0; !signal?.aborted; tries++) {
    const since = clock.now();
    let delay = 0;
    try {
      const messages = await read(options, transport, WAIT_SECONDS);
      yield* given.take(messages);
      tries = 0;
      if (clock.now() - since < HASTY_MS) delay = BACK_OFF.baseMs;
    } catch (error) {
      if (signal?.aborted) return;
      if (!(error instanceof LifecycleError)) throw error;
      delay = retryAfter(error) ?? backOff(tries, BACK_OFF, clock);
    }
    if (delay > 0 && !signal?.aborted) await clock.pause(delay, signal);
  }
}

async function read(
  { agentId, sessionId, signal }: MessageOptions,
  transport: HttpTransport,
  wait: number,
): Promise<ReceivedMessage[]> {
  const path = `/api/v1/agents/${encodeURIComponent(agentId ?? '')}/messages?${parameters({ wait, session_id: sessionId })}`;
  const { data } = await transport.json<{ data: WireMessage[] }>('GET', path, {
    timeoutMs: REQUEST_TIMEOUT_MS,
    signal,
  });
  return data.map(({ id, text, sent_by, sent_at }) => ({ id, text, sentBy: sent_by, sentAt: sent_at }));
}
