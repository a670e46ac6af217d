import { BinnacleError, DEFAULT_LIMITS, type Limits } from '@binnacle/events';
import { bodyText, mediaType, parseJson } from '@binnacle/http';
import { Unreadable } from '../../accept.service.js';

export interface EventsRequest {
  readonly body: unknown;
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
  readonly limits?: Limits;
  /** Told of every piece that inflation adds. */
  readonly onBytes?: (bytes: number) => void;
}

export interface ReadEvents {
  readonly items: readonly unknown[];
  /** No event can be over the size limit, because the whole body is not. */
  readonly sizeIsSafe: boolean;
}

/** Body → items, for one object, an array or NDJSON. @throws BinnacleError for what makes the whole body unusable */
export async function readEvents(request: EventsRequest): Promise<ReadEvents> {
  const limits = request.limits ?? DEFAULT_LIMITS;
  const type = mediaType(request.contentType, ['application/json', 'application/x-ndjson', 'application/ndjson']);
  const text = await bodyText({ ...request, limit: limits.bodyBytes });
  const items = type === 'application/json' ? asList(parseJson(text)) : readLines(text);
  checkBatch(items, limits);
  // A UTF-16 unit is at most three bytes of UTF-8; JSON escapes only shrink when parsed and written again.
  return { items, sizeIsSafe: text.length * 3 <= limits.eventBytes };
}

/** @throws BinnacleError `batch_empty`, `batch_too_large` */
export function checkBatch<T>(items: readonly T[], limits: Limits): readonly T[] {
  if (items.length === 0) throw new BinnacleError('batch_empty', 'the body holds no event');
  if (items.length > limits.batchEvents) {
    throw new BinnacleError(
      'batch_too_large',
      `the batch has ${items.length} events; the limit is ${limits.batchEvents}`,
      {
        limit: limits.batchEvents,
      },
    );
  }
  return items;
}

const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

/** One broken line is one rejected event, not the end of the others. */
function readLines(text: string): unknown[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      try {
        return parseJson(line, 'the line');
      } catch (error) {
        return new Unreadable(error as BinnacleError);
      }
    });
}
