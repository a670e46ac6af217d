/**
 * An agent written against nothing but a key-value store, as those of the seed are: it writes its question, looks for the answer every
 * so often, and picks up messages at the start of a turn.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

export interface SeedKv {
  get(key: string): Promise<Record<string, unknown> | undefined>;
  set(key: string, value: Record<string, unknown>): Promise<void>;
  delete(key: string): Promise<void>;
  list(prefix: string): Promise<{ key: string }[]>;
}

interface AskUser {
  readonly options?: readonly string[];
  /** Seconds. */
  readonly timeout?: number;
  readonly pollInterval?: number;
  /** It gives up when this is aborted, as after its time-out. */
  readonly givesUp?: AbortSignal;
}

export async function askUser(kv: SeedKv, question: string, given: AskUser = {}): Promise<string> {
  const { options = null, timeout = 20, pollInterval = 0.05, givesUp } = given;
  const msgId = randomBytes(4).toString('hex');
  const entry = { question, options, status: 'pending', created_at: naiveLocalTime(), timeout };
  await kv.set(`outbox:question:${msgId}`, entry);
  const started = Date.now();
  while (Date.now() - started < timeout * 1_000 && !givesUp?.aborted) {
    const response = await kv.get(`inbox:response:${msgId}`);
    if (response !== undefined) {
      await kv.set(`outbox:question:${msgId}`, { ...entry, status: 'answered' });
      return String(response.answer ?? '');
    }
    await delay(pollInterval * 1_000);
  }
  await kv.set(`outbox:question:${msgId}`, { ...entry, status: 'timeout' });
  throw new Error('nobody answered in time');
}

export async function getUserMessages(kv: SeedKv): Promise<string[]> {
  const messages: string[] = [];
  for (const { key } of await kv.list('inbox:user_message:')) {
    const message = await kv.get(key);
    if (message) messages.push(String(message.content ?? ''));
    await kv.delete(key);
  }
  return messages;
}

/** Without a zone, in whatever zone the machine is in: as the seed writes it. */
const naiveLocalTime = (): string => {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, -1);
};
