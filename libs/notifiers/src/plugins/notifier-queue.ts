import type { BinnacleEvent } from '@binnacle/events';
import { inScopeUntil } from '@binnacle/http';
import type { Notifier } from '@binnacle/plugin-kit';
import { type PluginHealth, runPart, sourceOf } from '@binnacle/registry';
import { noticeOf } from './notice-of.js';

/** Notices that may wait for one notifier; the oldest go first. */
export const MAX_WAITING = 1_000;
const TIMEOUT_MS = 10_000;
/** Rests before the second and third try. */
export const RESTS_MS = [1_000, 10_000] as const;

/** What waits for one notifier. One notice is sent at a time, in order. */
export class NotifierQueue {
  private readonly waiting: BinnacleEvent[] = [];
  private readonly stopping = new AbortController();
  private sending: Promise<void> | undefined;
  private readonly source: string;

  constructor(
    readonly notifier: Notifier,
    private readonly health: PluginHealth,
    private readonly publicUrl: () => string,
  ) {
    this.source = sourceOf(notifier);
  }

  add(event: BinnacleEvent): void {
    if (this.stopping.signal.aborted || this.health.of(this.source).off) return;
    this.waiting.push(event);
    if (this.waiting.length > MAX_WAITING) {
      this.waiting.shift();
      this.health.record(this.source, new Error(`more than ${MAX_WAITING} notices wait; the oldest is dropped`));
    }
    this.sending ??= this.work().finally(() => {
      this.sending = undefined;
    });
  }

  /** Ends after the try under way; what waits is dropped. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.waiting.length = 0;
    await this.sending;
  }

  private async work(): Promise<void> {
    for (let event = this.waiting.shift(); event; event = this.waiting.shift()) await this.send(event);
  }

  private async send(event: BinnacleEvent): Promise<void> {
    const notice = noticeOf(event, this.publicUrl());
    for (let attempt = 1; !this.stopping.signal.aborted; attempt++) {
      try {
        const send = () => inScopeUntil(event.project, () => this.notifier.send({ ...notice, attempt }));
        await runPart(this.health, this.source, TIMEOUT_MS, send);
        return;
      } catch {
        // Counted by runPart.
        const rest = RESTS_MS[attempt - 1];
        if (rest === undefined) return;
        await this.rest(rest);
      }
    }
  }

  private rest(ms: number): Promise<void> {
    const { signal } = this.stopping;
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      signal.addEventListener(
        'abort',
        () => {
          clearTimeout(timer);
          resolve();
        },
        { once: true },
      );
    });
  }
}
