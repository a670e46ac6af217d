import type { BinnacleEvent } from '@binnacle/events';
import { type EventArchive, type EventQuery, PatientReader } from '@binnacle/persistence';

const FIRST_PAGE = 200;
const MAX_PAGE = 5_000;
/** Characters of a page: worth its query, and written in a few milliseconds, since the live view waits meanwhile. */
const PAGE_CHARS = 300_000;

export interface ExportOptions {
  readonly limit: number;
  readonly line: (event: BinnacleEvent) => string;
  readonly signal: AbortSignal;
  /** After every read, whether or not it found anything. */
  readonly onProgress?: () => void;
}

/**
 * All events of a selection as text, a page at a time and never more: the next is read when this one was taken. Pages have
 * about the same size, whether events are small or large.
 */
export async function* exportPages(
  archive: Pick<EventArchive, 'read'>,
  query: Omit<EventQuery, 'limit'>,
  { limit, line, signal, onProgress = () => {} }: ExportOptions,
): AsyncGenerator<string, void, undefined> {
  const reader = new PatientReader(archive, query);
  let size = FIRST_PAGE;
  for (let left = limit; left > 0; ) {
    signal.throwIfAborted();
    const asked = Math.min(size, left);
    const { events, isLast } = await reader.next(asked);
    onProgress();
    const text = events.map(line).join('');
    if (text) yield text;
    if (isLast) return;
    left -= events.length;
    // Of a stretch without events nothing is learned.
    if (text) size = Math.min(MAX_PAGE, Math.max(10, Math.round((events.length * PAGE_CHARS) / text.length)));
  }
}
