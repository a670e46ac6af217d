import { BinnacleError, ERROR_CODES, type ErrorCode, isJsonObject } from '@binnacle/events';
import type { HttpTransport } from './http-transport.js';
import type { PreparedEvent } from './prepare-event.js';
import { type RetryOptions, retry } from './retry.js';

/** What the server did with a batch. Events that are not among `refused` are in the archive. */
export interface BatchOutcome {
  readonly accepted: number;
  readonly duplicates: number;
  /** By event id. */
  readonly refused: ReadonlyMap<string, BinnacleError>;
}

interface IngestAnswer {
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected?: readonly unknown[];
}

/**
 * Sends events in one request, again with the same ids until an answer comes: the ids make the repeat harmless. A batch
 * that is too large goes in halves.
 *
 * @throws LifecycleError when the retries are used up; BinnacleError when the server refuses the sender, not the events
 */
export async function sendBatch(
  events: readonly PreparedEvent[],
  transport: HttpTransport,
  options: RetryOptions,
): Promise<BatchOutcome> {
  const body = `[${events.map(({ json }) => json).join(',')}]`;
  try {
    const answer = await retry(
      () => transport.json<IngestAnswer>('POST', '/api/v1/events', { body, signal: options.signal }),
      options,
    );
    return { ...answer, refused: refusals(events, answer.rejected) };
  } catch (error) {
    if (!(error instanceof BinnacleError) || (error.context.status !== 400 && error.context.status !== 413))
      throw error;
    const refused = refusals(events, error.context.rejected);
    if (refused.size === events.length) return { accepted: 0, duplicates: 0, refused };
    if (events.length === 1) return { accepted: 0, duplicates: 0, refused: new Map([[events[0]!.id, error]]) };
    // The whole was refused and no event named: smaller parts find out what is wrong with which.
    return inHalves(events, transport, options);
  }
}

async function inHalves(
  events: readonly PreparedEvent[],
  transport: HttpTransport,
  options: RetryOptions,
): Promise<BatchOutcome> {
  const middle = Math.ceil(events.length / 2);
  const first = await sendBatch(events.slice(0, middle), transport, options);
  const second = await sendBatch(events.slice(middle), transport, options);
  return {
    accepted: first.accepted + second.accepted,
    duplicates: first.duplicates + second.duplicates,
    refused: new Map([...first.refused, ...second.refused]),
  };
}

function refusals(events: readonly PreparedEvent[], rejected: unknown): Map<string, BinnacleError> {
  const refused = new Map<string, BinnacleError>();
  for (const item of Array.isArray(rejected) ? rejected : []) {
    if (!isJsonObject(item)) continue;
    const event = typeof item.index === 'number' ? events[item.index] : undefined;
    if (!event) continue;
    const code = typeof item.code === 'string' && Object.hasOwn(ERROR_CODES, item.code) ? item.code : 'request_refused';
    const detail = typeof item.detail === 'string' ? item.detail : 'the server refused the event';
    refused.set(event.id, new BinnacleError(code as ErrorCode, detail, { event_id: event.id, type: event.type }));
  }
  return refused;
}
