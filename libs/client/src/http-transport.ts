import { BinnacleError, LifecycleError } from '@binnacle/events';
import { problemError } from './problem-error.js';
import { timeLimit } from './time-limit.js';

export interface TransportOptions {
  readonly url: string;
  readonly apiKey?: string;
  readonly requestTimeoutMs: number;
}

export interface RequestOptions {
  /** JSON text. */
  readonly body?: string;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/**
 * One HTTP request to Binnacle, without a retry. Throws LifecycleError for what may work later (network, time-out, 429,
 * 502, 503, 504) and BinnacleError for what will not; an abort by `signal` throws its reason.
 */
export class HttpTransport {
  constructor(private readonly options: TransportOptions) {}

  get url(): string {
    return this.options.url;
  }

  async json<T>(method: 'GET' | 'POST', path: string, request: RequestOptions = {}): Promise<T> {
    const limit = timeLimit(request.timeoutMs ?? this.options.requestTimeoutMs, request.signal);
    try {
      const response = await this.fetch(method, path, limit.signal, {
        headers: request.body === undefined ? {} : { 'content-type': 'application/json' },
        body: request.body,
      });
      const text = await response.text();
      if (!response.ok) throw problemError(response.status, response.headers, text);
      return this.parse<T>(text);
    } catch (error) {
      throw this.explain(error, request.signal, limit.expired());
    } finally {
      limit.clear();
    }
  }

  /** The answer as soon as its headers are there: for streams, which have no end to wait for. */
  async open(path: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Response> {
    try {
      const response = await this.fetch('GET', path, signal, { headers });
      if (!response.ok) throw problemError(response.status, response.headers, await response.text());
      return response;
    } catch (error) {
      throw this.explain(error, signal, false);
    }
  }

  private fetch(method: string, path: string, signal: AbortSignal, init: RequestInit): Promise<Response> {
    const authorization = this.options.apiKey && { authorization: `Bearer ${this.options.apiKey}` };
    return fetch(`${this.url}${path}`, { ...init, method, signal, headers: { ...init.headers, ...authorization } });
  }

  private parse<T>(text: string): T {
    try {
      return JSON.parse(text) as T;
    } catch {
      throw new BinnacleError('request_refused', `${this.url} answered something else than Binnacle does: no JSON`, {
        url: this.url,
      });
    }
  }

  private explain(error: unknown, signal: AbortSignal | undefined, expired: boolean): unknown {
    if (error instanceof BinnacleError) return error;
    if (signal?.aborted) return signal.reason;
    const reason = expired ? 'no answer in time' : reasonOf(error);
    return new LifecycleError(
      'delivery_failed',
      `Binnacle is not reachable at ${this.url} (${reason})`,
      { url: this.url, reason },
      { cause: error },
    );
  }
}

/** fetch says "fetch failed" and keeps what happened, ECONNREFUSED for example, in the cause. */
function reasonOf(error: unknown): string {
  const cause = (error as { cause?: { code?: string; message?: string } } | null)?.cause;
  return cause?.code ?? cause?.message ?? (error instanceof Error ? error.message : String(error));
}
