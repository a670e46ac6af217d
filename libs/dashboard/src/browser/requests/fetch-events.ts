/**
 * `datastar-fetch` events on the document: how a request fares, for indicators and the connection banner. `open` is
 * ours; Datastar's own client does not tell when a response has begun, so listeners must not rely on it alone.
 */
export const FETCH_EVENT = 'datastar-fetch';

export type FetchEventType =
  | 'started'
  | 'open'
  | 'finished'
  | 'error'
  | 'retrying'
  | 'retries-failed'
  | 'datastar-patch-elements'
  | 'datastar-patch-signals';

export type FetchEvent = CustomEvent<{ type: FetchEventType; el: Element; argsRaw: Record<string, string> }>;

export function dispatchFetch(type: FetchEventType, el: Element, argsRaw: Record<string, string> = {}): void {
  document.dispatchEvent(new CustomEvent(FETCH_EVENT, { detail: { type, el, argsRaw } }));
}
