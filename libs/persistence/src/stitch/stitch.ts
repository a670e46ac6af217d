/**
 * History, then live, as one stream without a gap and without a repeat.
 *
 * Subscribes first, reads pages until it has caught up, then hands over what was buffered, dropping by `seq`. Not a queue:
 * a consumer that is slower than the stream goes back to reading pages, at its own pace and in bounded memory.
 */
import type { BinnacleEvent } from '@binnacle/events';
import type { Observable } from 'rxjs';
import { PatientReader } from '../archive/patient-reader.js';
import type { EventArchive } from '../event-archive.js';
import { LiveBuffer } from './live-buffer.js';
import { type EventSelection, matchesQuery } from './matches-query.js';

export const STITCH_PAGE = 500;
export const STITCH_BOUND = 2_000;

export interface StitchOptions {
  readonly archive: Pick<EventArchive, 'read'>;
  /** Commits in `seq` order, as `committed$` or the bus emit them. */
  readonly live$: Observable<readonly BinnacleEvent[]>;
  readonly query: Omit<EventSelection, 'after'>;
  /** The last `seq` the consumer has; 0 for everything. */
  readonly after: bigint;
  /** Live events kept for a slow consumer, default {@link STITCH_BOUND}. */
  readonly bound?: number;
  readonly signal?: AbortSignal;
}

/**
 * Yields batches that are never empty. Ends when `signal` aborts or `live$` completes, and on `break`; throws what
 * `archive.read` or `live$` throw. Nothing is subscribed before the first batch is asked for.
 *
 * @example for await (const events of stitch({ archive, live$, query, after: 0n, signal })) write(events);
 */
export async function* stitch(options: StitchOptions): AsyncGenerator<readonly BinnacleEvent[], void, undefined> {
  const { archive, live$, query, signal, bound = STITCH_BOUND } = options;
  let cursor = options.after;
  let failure: { error: unknown } | undefined;
  const buffer = new LiveBuffer(bound);
  const close = () => buffer.close();
  const subscription = live$.subscribe({
    next: (events) => buffer.offer(events.filter((event) => matchesQuery(query, event))),
    error: (error) => {
      failure = { error };
      close();
    },
    complete: close,
  });
  signal?.addEventListener('abort', close, { once: true });
  const ended = () => signal?.aborted === true || failure !== undefined;

  try {
    while (!ended()) {
      // Before the read, never after it: what came in between would be lost.
      buffer.reset();
      const reader = new PatientReader(archive, { ...query, after: cursor, order: 'asc' });
      for (let isLast = false; !isLast && !ended(); ) {
        const stretch = await reader.next(STITCH_PAGE);
        isLast = stretch.isLast;
        cursor = reader.position ?? cursor;
        if (stretch.events.length > 0 && !ended()) yield stretch.events;
      }
      while (!buffer.overflowed && !ended()) {
        const fresh = buffer.take().filter(({ seq }) => seq > cursor);
        cursor = fresh.at(-1)?.seq ?? cursor;
        if (fresh.length > 0) yield fresh;
        else if (buffer.closed) return;
        else await buffer.ready();
      }
    }
    if (failure) throw failure.error;
  } finally {
    subscription.unsubscribe();
    signal?.removeEventListener('abort', close);
  }
}
