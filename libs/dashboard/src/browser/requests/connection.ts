/**
 * One request of one element, with all its attempts: it opens, reads, and opens again as the retry policy says, until it
 * has ended or is cancelled. There is one loop per request, so it can never be open twice.
 */
import { applyFrame, applyReply } from './apply-reply.js';
import { buildRequest, type RequestPlan } from './build-request.js';
import { dispatchFetch } from './fetch-events.js';
import { isFrozen, onPresenceChange, waitForPresence } from './presence.js';
import { readFrames } from './read-frames.js';
import { Backoff, mayRetry, type Outcome } from './retry-policy.js';
import { waitForRetry } from './wait-for-retry.js';

export class Connection {
  readonly #backoff: Backoff;
  #lastEventId = '';

  constructor(
    private readonly plan: RequestPlan,
    private readonly el: Element,
    private readonly cancelled: AbortSignal,
  ) {
    this.#backoff = new Backoff(plan.options.retryInterval, plan.options);
  }

  async run(): Promise<void> {
    const { openWhenHidden, retry } = this.plan.options;
    while (!this.cancelled.aborted) {
      await waitForPresence(openWhenHidden, this.cancelled);
      if (this.cancelled.aborted) return;
      const outcome = await this.#attempt();
      if (outcome === 'paused') continue;
      if (this.cancelled.aborted) return;
      if (!mayRetry(retry, outcome)) {
        // A refusal has been told already, when it came.
        if (outcome.kind === 'broken') dispatchFetch('error', this.el, { message: outcome.message });
        return;
      }
      const wait = this.#backoff.next();
      if (wait === undefined) return dispatchFetch('retries-failed', this.el);
      dispatchFetch('retrying', this.el, { message: describe(outcome), wait: String(Math.round(wait)) });
      await waitForRetry(wait, this.cancelled);
    }
  }

  /** One fetch, up to its end; `paused` when it was we who closed it. */
  async #attempt(): Promise<Outcome | 'paused'> {
    const attempt = new AbortController();
    const signal = AbortSignal.any([attempt.signal, this.cancelled]);
    onPresenceChange((present) => {
      if (this.#pausable && !present) attempt.abort();
    }, attempt);
    try {
      const { url, init } = buildRequest(this.plan, this.#lastEventId);
      // Chromium lets an equal GET wait until it knows whether the first one's answer may be cached.
      return await this.#receive(await fetch(url, { ...init, signal, cache: 'no-store' }));
    } catch (error) {
      if (signal.aborted) return 'paused';
      return { kind: 'broken', message: String(error) };
    } finally {
      attempt.abort();
    }
  }

  /** A command under way is left alone when the page goes: it should arrive, whoever is looking. */
  get #pausable(): boolean {
    const { method, options } = this.plan;
    return isFrozen() ? method === 'GET' : !options.openWhenHidden;
  }

  async #receive(response: Response): Promise<Outcome> {
    const { status, body } = response;
    if (status >= 400) dispatchFetch('error', this.el, { status: String(status) });
    if (status !== 200) return status === 204 ? { kind: 'empty' } : { kind: 'refused', status };
    this.#backoff.opened();
    dispatchFetch('open', this.el);
    if (!body || !response.headers.get('Content-Type')?.includes('text/event-stream')) {
      await applyReply(response, this.el);
      return { kind: 'empty' };
    }
    await readFrames(body, {
      frame: (type, data) => applyFrame(type, this.el, data),
      id: (id) => {
        this.#lastEventId = id;
      },
      retry: (milliseconds) => this.#backoff.setInterval(milliseconds),
    });
    return { kind: 'closed' };
  }
}

function describe(outcome: Outcome): string {
  if (outcome.kind === 'refused') return `status ${outcome.status}`;
  return outcome.kind === 'broken' ? outcome.message : 'the stream ended';
}
