import type { BinnacleEvent } from '@binnacle/events';
import type { EventArchive, EventQuery } from '@binnacle/persistence';

const FIRST_PAGE = 200;
const MAX_PAGE = 5_000;
/** Characters of a page that is worth its query and does not fill the memory. */
const PAGE_CHARS = 2_000_000;

/**
 * All events of a selection as text, a page at a time and never more: the next is read when this one was taken. Pages have
 * about the same size, whether events are small or large.
 */
export async function* exportPages(
  archive: Pick<EventArchive, 'read'>,
  query: Omit<EventQuery, 'limit'>,
  { limit, line, signal }: { limit: number; line: (event: BinnacleEvent) => string; signal: AbortSignal },
): AsyncGenerator<string, void, undefined> {
  let place = query;
  let size = FIRST_PAGE;
  for (let left = limit; left > 0; ) {
    signal.throwIfAborted();
    const asked = Math.min(size, left);
    const events = await archive.read({ ...place, limit: asked });
    const last = events.at(-1);
    if (!last) return;
    const text = events.map(line).join('');
    yield text;
    if (events.length < asked) return;
    left -= events.length;
    place = query.order === 'asc' ? { ...query, after: last.seq } : { ...query, before: last.seq };
    size = Math.min(MAX_PAGE, Math.max(10, Math.round((asked * PAGE_CHARS) / text.length)));
  }
}
