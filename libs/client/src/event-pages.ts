import type { WireEvent } from '@binnacle/events';
import { type EventFilter, filterParameters } from './event-filter.js';

export interface EventQuery extends EventFilter {
  /** By `seq`; default `desc`, newest first. */
  readonly order?: 'asc' | 'desc';
  /** At most this many events in all; default all. */
  readonly limit?: number;
}

interface EventPage {
  readonly data: readonly WireEvent[];
  readonly next_cursor: string | null;
}

const PAGE = 1_000;

/** Reads the archive page by page, as far as the caller iterates. `get` fetches one page. */
export async function* eventPages(
  query: EventQuery,
  get: (path: string) => Promise<EventPage>,
): AsyncGenerator<WireEvent, void, undefined> {
  const search = filterParameters(query);
  if (query.order) search.set('order', query.order);
  let left = query.limit ?? Number.POSITIVE_INFINITY;
  while (left > 0) {
    search.set('limit', String(Math.min(left, PAGE)));
    const { data, next_cursor: next } = await get(`/api/v1/events?${search}`);
    yield* data;
    left -= data.length;
    if (!next || data.length === 0) return;
    search.set('cursor', next);
  }
}
