import { BinnacleError, LifecycleError } from '@binnacle/events';
import type { Clock } from './clock.js';
import { parameters } from './event-filter.js';
import type { HttpTransport } from './http-transport.js';
import type { WireQuestion } from './question.js';
import { backOff, retryAfter } from './retry.js';

/** Seconds the server may hold one request; its limit is 55. */
const WAIT_SECONDS = 50;
const REQUEST_TIMEOUT_MS = (WAIT_SECONDS + 15) * 1_000;
/** Short: after a restart a person's answer should not lie there unread. */
const BACK_OFF = { baseMs: 200, maxDelayMs: 2_000 };
/** An answer "still open" that comes sooner than this is a server about to stop. */
const HASTY_MS = 1_000;

export interface AskedQuestion {
  readonly id: string;
  readonly msgId: string;
  readonly agentId?: string;
  readonly sessionId?: string;
}

/**
 * Waits for the answer, however often the connection breaks or the server restarts.
 *
 * @throws LifecycleError `question_closed` when it was withdrawn; BinnacleError `question_not_found`
 */
export async function waitForAnswer(
  asked: AskedQuestion,
  transport: HttpTransport,
  clock: Clock,
  signal: AbortSignal,
): Promise<WireQuestion> {
  let id = asked.id;
  for (let tries = 0; ; tries++) {
    signal.throwIfAborted();
    const since = clock.now();
    let delay: number;
    try {
      const path = `/api/v1/questions/${encodeURIComponent(id)}?wait=${WAIT_SECONDS}`;
      const question = await transport.json<WireQuestion>('GET', path, { timeoutMs: REQUEST_TIMEOUT_MS, signal });
      if (question.state !== 'open') return answered(question);
      tries = 0;
      delay = clock.now() - since < HASTY_MS ? BACK_OFF.baseMs : 0;
    } catch (error) {
      if (id === asked.id && isNotFound(error)) {
        // The same question was asked before under another event id; the server keeps the first.
        id = await firstAsked(asked, transport, signal, error);
        continue;
      }
      if (!(error instanceof LifecycleError) || error.code === 'question_closed') throw error;
      delay = retryAfter(error) ?? backOff(tries, BACK_OFF, clock);
    }
    if (delay > 0) await clock.pause(delay, signal);
  }
}

/** What nobody answered in time has the answer that the agent wanted then. */
function answered(question: WireQuestion): WireQuestion {
  if (question.state === 'answered' || question.state === 'expired') return question;
  throw new LifecycleError('question_closed', `the question was withdrawn at ${question.closed_at}`, {
    question_id: question.id,
    msg_id: question.msg_id,
  });
}

async function firstAsked(asked: AskedQuestion, transport: HttpTransport, signal: AbortSignal, error: unknown) {
  const search = parameters({ agent_id: asked.agentId, limit: 1_000 });
  const { data } = await transport.json<{ data: WireQuestion[] }>('GET', `/api/v1/questions?${search}`, { signal });
  const same = data.find(
    ({ msg_id, agent_id, session_id }) =>
      msg_id === asked.msgId && agent_id === (asked.agentId ?? null) && session_id === (asked.sessionId ?? null),
  );
  if (!same) throw error;
  return same.id;
}

const isNotFound = (error: unknown): boolean => error instanceof BinnacleError && error.code === 'question_not_found';
