import { LifecycleError } from '@binnacle/events';
import { type EventFilter, filterParameters } from './event-filter.js';
import type { HttpTransport } from './http-transport.js';

export interface ExportQuery extends EventFilter {
  readonly format?: 'ndjson' | 'csv';
  /** By `seq`; default `asc`, oldest first. */
  readonly order?: 'asc' | 'desc';
  readonly limit?: number;
}

/** What the server did with a batch of an import. */
export interface ImportOutcome {
  readonly accepted: number;
  readonly duplicates: number;
  /** `index` is the place in the batch. */
  readonly rejected: readonly { readonly index: number; readonly code: string; readonly detail: string }[];
  /** Dropped by an ingest filter of the server. */
  readonly filtered?: number;
}

const MEDIA_TYPES = { ndjson: 'application/x-ndjson', csv: 'text/csv' } as const;

export async function* exportStream(
  { format = 'ndjson', order = 'asc', limit, ...filter }: ExportQuery,
  transport: HttpTransport,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const search = filterParameters(filter);
  search.set('order', order);
  if (limit !== undefined) search.set('limit', String(limit));
  const stop = new AbortController();
  const end = () => stop.abort(signal?.reason);
  signal?.addEventListener('abort', end, { once: true });
  if (signal?.aborted) end();
  try {
    const response = await transport.open(`/api/v1/events?${search}`, { accept: MEDIA_TYPES[format] }, stop.signal);
    for await (const chunk of response.body ?? []) yield chunk;
  } catch (error) {
    if (signal?.aborted || error instanceof LifecycleError || !(error instanceof TypeError)) throw error;
    // fetch tells a connection that broke on the way as a TypeError.
    const reason = (error.cause as { code?: string } | undefined)?.code ?? error.message;
    throw new LifecycleError('delivery_failed', `the export broke off (${reason})`, { reason }, { cause: error });
  } finally {
    signal?.removeEventListener('abort', end);
    stop.abort();
  }
}
