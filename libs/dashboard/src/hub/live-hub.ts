import { randomUUID } from 'node:crypto';
import { EventBus } from '@binnacle/bus';
import { type BinnacleEvent, LifecycleError } from '@binnacle/events';
import { EventArchive } from '@binnacle/persistence';
import { PluginRegistry } from '@binnacle/registry';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import { welcomeRegion } from '../pages/index.js';
import { Frame } from './frame.js';
import { encodePatch } from './frame-encoder.js';
import { LiveView } from './live-view.js';
import { refold } from './refold.js';
import { type PageSelection, type QueryValues, selectView } from './view-selection.js';

/** Different selections that may be live at once. */
export const MAX_VIEWS = 200;
/** A filtered view without viewers lives on this long: a reload or a reconnect finds it warm. */
const IDLE_MS = 30_000;
const HEARTBEAT_MS = 15_000;
/** Events that may wait for the hub before it refolds from the archive instead. */
const MAILBOX = 100_000;

interface Loading {
  readonly view: LiveView;
  readonly ready: Promise<LiveView>;
  /** Live events that came while the archive was read; undefined once they are folded. */
  pending: BinnacleEvent[] | undefined;
  readonly abort: AbortController;
}

/**
 * The live side of the dashboard: one fold and one frame per selection, whatever the number of viewers.
 *
 * Not a store: every state here is a fold of the archive and can be thrown away.
 */
@Injectable()
export class LiveHub implements OnApplicationBootstrap, BeforeApplicationShutdown {
  /** Names this process's folds: a page painted by an earlier one gets a snapshot. */
  readonly epoch = randomUUID().slice(0, 8);
  private readonly logger = new Logger('LiveHub');
  private readonly views = new Map<string, Loading>();
  private subscription: Subscription | undefined;
  private switchedOn: Subscription | undefined;
  private timer: NodeJS.Timeout | undefined;
  private stopping = false;
  /** Whether screens may still show the welcome of an empty archive. */
  private welcoming = true;
  /** Everything up to here is in every view that is ready. */
  private foldedSeq = 0n;

  constructor(
    private readonly bus: EventBus,
    private readonly archive: EventArchive,
    private readonly registry: PluginRegistry,
  ) {}

  onApplicationBootstrap(): void {
    this.subscribe();
    // What it missed while it was off is in the archive only.
    this.switchedOn = this.registry.health.switchedOn$.subscribe(() => this.reload());
    this.timer = setInterval(() => this.housekeeping(), HEARTBEAT_MS);
    // The unfiltered page is what everyone opens first: it is folded before anyone asks.
    this.view({}).catch((error) => this.logger.warn({ err: error }, 'the first fold will be tried again'));
  }

  /** Streams end before the server closes, else closing would wait for them. */
  beforeApplicationShutdown(): void {
    this.stopping = true;
    this.subscription?.unsubscribe();
    this.switchedOn?.unsubscribe();
    clearInterval(this.timer);
    for (const key of [...this.views.keys()]) this.drop(key);
  }

  /** The position a page painted now stands at. */
  get position(): string {
    return `${this.epoch}.${this.foldedSeq}`;
  }

  get viewerCount(): number {
    let count = 0;
    for (const { view } of this.views.values()) count += view.viewers.size;
    return count;
  }

  get viewCount(): number {
    return this.views.size;
  }

  /** @throws BinnacleError for a parameter no filter can read */
  select(query: QueryValues): PageSelection {
    return selectView(this.registry.viewFilters, query);
  }

  /** The live view of a selection, folded and current. @throws LifecycleError `too_many_views`, `archive_unavailable`, `shutting_down` */
  async view(query: QueryValues): Promise<LiveView> {
    if (this.stopping) throw new LifecycleError('shutting_down', 'the server is stopping');
    const selection = this.select(query);
    const known = this.views.get(selection.key);
    if (known) return known.ready;
    if (this.views.size >= MAX_VIEWS) this.dropIdle(0);
    if (this.views.size >= MAX_VIEWS) {
      throw new LifecycleError('too_many_views', `${MAX_VIEWS} different selections are open`, { limit: MAX_VIEWS });
    }
    return this.load(selection);
  }

  /** Sends a frame that belongs to no panel to every viewer: notices, the state of the demo. */
  broadcast(frame: Frame): void {
    for (const { view } of this.views.values()) for (const viewer of view.viewers) viewer.send(frame);
  }

  private load(selection: PageSelection): Promise<LiveView> {
    const view = new LiveView(selection, this.registry.panels);
    const abort = new AbortController();
    // Subscribed before history is read: `pending` takes what commits meanwhile.
    const loading: Loading = { view, abort, pending: [], ready: this.fill(view, abort.signal) };
    this.views.set(selection.key, loading);
    loading.ready.catch(() => this.views.get(selection.key) === loading && this.views.delete(selection.key));
    return loading.ready;
  }

  private async fill(view: LiveView, signal: AbortSignal): Promise<LiveView> {
    for (const panel of view.panels) await refold(panel, view.selection, this.archive, signal);
    const loading = this.views.get(view.selection.key);
    if (signal.aborted || !loading)
      throw new LifecycleError('archive_unavailable', 'the fold was interrupted; try again');
    view.fold(loading.pending ?? []);
    loading.pending = undefined;
    return view;
  }

  private subscribe(): void {
    this.subscription = this.bus.batches({ name: 'live-hub', bound: MAILBOX, overflow: 'error' }).subscribe({
      next: (batch) => this.fold(batch),
      error: (error) => {
        this.logger.warn({ err: error }, 'fell behind; refolding from the archive');
        this.subscribe();
        this.reload();
      },
    });
  }

  private fold(batch: readonly BinnacleEvent[]): void {
    this.foldedSeq = batch.at(-1)?.seq ?? this.foldedSeq;
    if (this.welcoming) {
      this.welcoming = false;
      const gone = welcomeRegion({ empty: false, baseUrl: '', demo: 'idle' });
      this.broadcast(new Frame(encodePatch(gone.toString())));
    }
    for (const [key, loading] of this.views) {
      if (!loading.pending) loading.view.fold(batch);
      else if (loading.pending.length + batch.length <= MAILBOX) loading.pending.push(...batch);
      else this.drop(key);
    }
  }

  /** Viewers reconnect by themselves and get a snapshot of the new fold. */
  private reload(): void {
    for (const key of [...this.views.keys()]) this.drop(key);
  }

  private drop(key: string): void {
    const loading = this.views.get(key);
    this.views.delete(key);
    loading?.abort.abort();
    loading?.view.close();
  }

  private housekeeping(): void {
    for (const { view } of this.views.values()) for (const viewer of view.viewers) viewer.heartbeat();
    this.dropIdle(IDLE_MS);
  }

  private dropIdle(olderThanMs: number): void {
    const limit = performance.now() - olderThanMs;
    for (const [key, { view, pending }] of this.views) {
      if (key !== '' && !pending && view.viewers.size === 0 && view.idleSince <= limit) this.drop(key);
    }
  }
}
