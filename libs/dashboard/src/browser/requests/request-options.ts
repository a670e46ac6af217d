/** The second argument of `@get(url, {…})` and its sisters: names and defaults are Datastar v1's. */
import type { SignalFilter } from '../signals/signal-filter.js';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface RequestOptions {
  contentType: 'json' | 'form';
  selector: string | undefined;
  headers: Record<string, string>;
  payload: unknown;
  filterSignals: SignalFilter;
  openWhenHidden: boolean;
  retry: 'auto' | 'error' | 'always' | 'never';
  /** Milliseconds; a `retry:` line of the stream replaces it. */
  retryInterval: number;
  retryScaler: number;
  /** Milliseconds. */
  retryMaxWait: number;
  retryMaxCount: number;
  requestCancellation: 'auto' | 'cleanup' | 'disabled' | AbortController;
}

export function requestOptions(method: Method, given: Partial<RequestOptions> = {}): RequestOptions {
  return {
    contentType: 'json',
    selector: undefined,
    headers: {},
    payload: undefined,
    filterSignals: {},
    openWhenHidden: method !== 'GET',
    retry: 'auto',
    retryInterval: 1_000,
    retryScaler: 2,
    retryMaxWait: 30_000,
    retryMaxCount: 10,
    requestCancellation: 'auto',
    ...given,
  };
}
