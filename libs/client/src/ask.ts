import { createHash, randomUUID } from 'node:crypto';
import { LifecycleError } from '@binnacle/events';
import type { Clock } from './clock.js';
import type { EventSender } from './event-sender.js';
import type { HttpTransport } from './http-transport.js';
import { prepareEvent } from './prepare-event.js';
import { type AskedReply, replyOf } from './question.js';
import { type QuestionShape, questionPayload } from './question-payload.js';
import { backOff, retryAfter } from './retry.js';
import { timeLimit } from './time-limit.js';
import { waitForAnswer } from './wait-for-answer.js';

export interface AskOptions extends QuestionShape {
  /** Milliseconds until `ask_timeout`; default: as long as it takes. */
  readonly timeoutMs?: number;
  readonly agentId?: string;
  readonly graphId?: string;
  readonly nodeId?: string;
  readonly sessionId?: string;
  /** Makes the question the same one after a restart of the agent; default: a new one each time. */
  readonly msgId?: string;
  /** Stops the waiting; `ask` rejects with its reason. */
  readonly signal?: AbortSignal;
}

export interface AskTools {
  readonly sender: EventSender;
  readonly transport: HttpTransport;
  readonly clock: Clock;
}

const BACK_OFF = { baseMs: 200, maxDelayMs: 2_000 };

/** Asks and waits; see `BinnacleClient.askForReply`, its only door. */
export async function ask(question: string, options: AskOptions, tools: AskTools): Promise<AskedReply> {
  const { agentId, graphId, nodeId, sessionId } = options;
  const msgId = options.msgId || randomUUID();
  // The server takes agent, session, msg_id, text and action for the same question: then the id is the same too.
  const same = [agentId, sessionId, msgId, question, ...(options.action ? [JSON.stringify(options.action)] : [])];
  const stable = options.msgId ? stableId(same) : undefined;
  const payload = questionPayload(question, msgId, options);
  const event = prepareEvent('agent:blocked', { id: stable, agentId, graphId, nodeId, sessionId, payload });
  const { id } = event;
  const limit = timeLimit(options.timeoutMs, options.signal);
  try {
    await deliver(() => tools.sender.deliver(event), tools.clock, limit.signal);
    const asked = { id, msgId, agentId, sessionId };
    return replyOf(await waitForAnswer(asked, tools.transport, tools.clock, limit.signal));
  } catch (error) {
    if (!limit.expired()) throw error;
    const detail = `nobody answered within ${options.timeoutMs} ms: ${question.slice(0, 200)}`;
    throw new LifecycleError('ask_timeout', detail, { question_id: id, msg_id: msgId });
  } finally {
    limit.clear();
  }
}

/** Longer than one event's retries: a question has somebody who waits for it. */
async function deliver(attempt: () => Promise<void>, clock: Clock, signal: AbortSignal): Promise<void> {
  for (let tries = 0; ; tries++) {
    signal.throwIfAborted();
    try {
      return await unlessAborted(attempt(), signal);
    } catch (error) {
      if (signal.aborted || !(error instanceof LifecycleError) || error.code === 'closed') throw error;
      await clock.pause(retryAfter(error) ?? backOff(tries, BACK_OFF, clock), signal);
    }
  }
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

const stableId = (parts: readonly (string | undefined)[]): string =>
  `ask-${createHash('sha256').update(JSON.stringify(parts)).digest('base64url')}`;
