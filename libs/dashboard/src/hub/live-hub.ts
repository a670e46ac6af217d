import { randomUUID } from 'node:crypto';
import { EventBus } from '@binnacle/bus';
import { type BinnacleEvent, DEFAULT_PROJECT, LifecycleError } from '@binnacle/events';
import { EventArchive } from '@binnacle/persistence';
import { PluginRegistry } from '@binnacle/registry';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import { welcomeRegion } from '../pages/index.js';
import { Frame } from './frame.js';
import { encodePatch } from './frame-encoder.js';
import { LiveView } from './live-view.js';
import { PaintQueue } from './paint-queue.js';
import { type Layout, placed } from './placed-panel.js';
import { refold } from './refold.js';
import { type ProjectSelection, type QueryValues, selectionIn, selectView } from './view-selection.js';
import type { Sent, Viewer } from './viewer.js';

/** Different selections that may be live at once. */
export const MAX_VIEWS = 200;
/** A filtered view without viewers lives on this long: a reload or a reconnect finds it warm. */
const IDLE_MS = 30_000;
const HEARTBEAT_MS = 15_000;
/** Events that may wait for the hub before it refolds from the archive instead. */
const MAILBOX = 100_000;

/** How long only half of the selections may be open after the hub has fallen behind. */
const SHED_MS = 60_000;

/** Views that read a clock are looked at this often. */
const REFRESH_MS = 1_000;

interface Loading {
  readonly layout: Layout;
  readonly view: LiveView;
  /** Shown until `view` is folded. */
  readonly before: LiveView | undefined;
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
  readonly sent: Sent = { frames: 0, bytes: 0 };
  private readonly logger = new Logger('LiveHub');
  private readonly views = new Map<string, Loading>();
  private subscription: Subscription | undefined;
  private readonly plugins: Subscription[] = [];
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly builtIn: Layout = { id: '', panels: () => this.registry.panels.map(placed) };
  private readonly paints = new PaintQueue();
  private stopping = false;
  private shedTo = MAX_VIEWS;
  private shedUntil = 0;
  /** Projects whose screens can't show the welcome of an empty archive any more. */
  private readonly welcomed = new Set<string>();
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
    this.plugins.push(this.registry.health.switchedOn$.subscribe(() => this.reload()));
    this.plugins.push(this.registry.changed$.subscribe(() => this.relayAll()));
    this.timers.push(
      setInterval(() => this.housekeeping(), HEARTBEAT_MS),
      setInterval(() => this.refresh(), REFRESH_MS),
    );
    // The unfiltered page is what everyone opens first: it is folded before anyone asks, of the project that is always there.
    this.view(DEFAULT_PROJECT, {}).catch((error) =>
      this.logger.warn({ err: error }, 'the first fold will be tried again'),
    );
  }

  /** Streams end before the server closes, else closing would wait for them. */
  beforeApplicationShutdown(): void {
    this.stopping = true;
    this.subscription?.unsubscribe();
    for (const subscription of this.plugins) subscription.unsubscribe();
    for (const timer of this.timers) clearInterval(timer);
    for (const key of [...this.views.keys()]) this.drop(key);
    this.paints.close();
  }

  /** The position a page painted now stands at. */
  get position(): string {
    return `${this.epoch}.${this.foldedSeq}`;
  }

  get viewerCount(): number {
    let count = 0;
    for (const { size } of this.audiences()) count += size;
    return count;
  }

  /** Viewers that do not read as fast as frames come. */
  get staleCount(): number {
    let count = 0;
    for (const { stale } of this.viewers()) if (stale) count++;
    return count;
  }

  get viewCount(): number {
    return this.views.size;
  }

  /** @throws BinnacleError for a parameter no filter can read */
  select(project: string, query: QueryValues): ProjectSelection {
    return selectionIn(project, selectView(this.registry.viewFilters, query));
  }

  /** The live view of a selection, folded and current. @throws LifecycleError `too_many_views`, `archive_unavailable`, `shutting_down` */
  async view(project: string, query: QueryValues, layout = this.builtIn): Promise<LiveView> {
    if (this.stopping) throw new LifecycleError('shutting_down', 'the server is stopping');
    const selection = this.select(project, query);
    const key = keyOf(layout, selection);
    const known = this.views.get(key);
    if (known) return known.ready;
    const { limit } = this;
    if (this.views.size >= limit) this.dropIdle(0);
    if (this.views.size >= limit && !isEverything(layout, selection)) {
      throw new LifecycleError('too_many_views', `${limit} different selections are open`, { limit });
    }
    return this.load(key, selection, layout);
  }

  /** A dashboard is another one now: whoever looks at it sees that at once. */
  relayout(layout: Layout): void {
    for (const [key, loading] of this.views) if (loading.layout.id === layout.id) this.relay(key, layout);
  }

  /** A dashboard is gone. Its viewers ask again and are told. */
  forget(layoutId: string): void {
    for (const [key, { layout }] of this.views) if (layout.id === layoutId) this.drop(key);
  }

  /** Sends a frame that belongs to no panel to every viewer of a project. */
  private broadcast(project: string, frame: Frame): void {
    for (const viewer of this.viewers(project)) viewer.send(frame);
  }

  /** @param project undefined: of all */
  private *audiences(project?: string): Iterable<ReadonlySet<Viewer>> {
    for (const { view, before, pending } of this.views.values()) {
      if (project !== undefined && view.selection.project !== project) continue;
      yield view.viewers;
      if (pending && before) yield before.viewers;
    }
  }

  private *viewers(project?: string): Iterable<Viewer> {
    for (const audience of this.audiences(project)) yield* audience;
  }

  private load(key: string, selection: ProjectSelection, layout: Layout, before?: LiveView): Promise<LiveView> {
    const known = new Map(before?.panels.map((panel) => [panel.key, panel]));
    const view = new LiveView(selection, layout.panels(), known, this.paints);
    const abort = new AbortController();
    // Subscribed before history is read: `pending` takes what commits meanwhile.
    const ready = this.fill(key, view, abort.signal, before);
    const loading: Loading = { layout, view, before, abort, pending: [], ready };
    this.views.set(key, loading);
    ready.catch(() => {
      // Else a newer one has taken over, with whoever looks at `before`.
      if (this.views.get(key) !== loading) return;
      this.views.delete(key);
      before?.close();
    });
    return ready;
  }

  private async fill(key: string, view: LiveView, signal: AbortSignal, before?: LiveView): Promise<LiveView> {
    // It is among the views before it looks for itself there.
    await Promise.resolve();
    for (const panel of view.panels) {
      if (!before?.panels.includes(panel)) await refold(panel, view.selection, this.archive, signal);
    }
    const loading = this.views.get(key);
    // Other panels are to be shown meanwhile: whoever waits gets those.
    if (loading && loading.view !== view) return loading.ready;
    if (signal.aborted || !loading)
      throw new LifecycleError('archive_unavailable', 'the fold was interrupted; try again');
    view.fold(loading.pending ?? []);
    loading.pending = undefined;
    before?.moveTo(view);
    return view;
  }

  /** Panels that stay keep their state; the others are folded, and then everyone moves over. */
  private relay(key: string, layout: Layout): void {
    const loading = this.views.get(key);
    if (!loading) return;
    loading.abort.abort();
    const before = loading.pending ? loading.before : loading.view;
    this.load(key, loading.view.selection, layout, before).catch((error) =>
      this.logger.warn({ err: error }, 'a changed dashboard could not be folded'),
    );
  }

  private relayAll(): void {
    for (const [key, { layout }] of this.views) this.relay(key, layout);
  }

  private refresh(): void {
    const now = performance.now();
    for (const { view } of this.views.values()) view.refresh(now);
  }

  private subscribe(): void {
    this.subscription = this.bus.batches({ name: 'live-hub', bound: MAILBOX, overflow: 'error' }).subscribe({
      next: (batch) => this.fold(batch),
      error: (error) => {
        this.shed();
        this.logger.warn({ err: error, limit: this.limit }, 'fell behind; refolding from the archive');
        this.subscribe();
        this.reload();
      },
    });
  }

  private get limit(): number {
    return performance.now() < this.shedUntil ? this.shedTo : MAX_VIEWS;
  }

  /** So many selections are more than this machine can fold: half of them may come back for now. */
  private shed(): void {
    this.shedTo = Math.ceil(this.views.size / 2);
    this.shedUntil = performance.now() + SHED_MS;
  }

  private fold(batch: readonly BinnacleEvent[]): void {
    this.foldedSeq = batch.at(-1)?.seq ?? this.foldedSeq;
    for (const { project } of batch) this.endWelcome(project);
    for (const [key, loading] of this.views) {
      if (loading.pending) loading.before?.fold(batch);
      if (!loading.pending) loading.view.fold(batch);
      else if (loading.pending.length + batch.length <= MAILBOX) loading.pending.push(...batch);
      else this.drop(key);
    }
  }

  private endWelcome(project: string): void {
    if (this.welcomed.has(project)) return;
    this.welcomed.add(project);
    const gone = welcomeRegion({ empty: false, baseUrl: '', demo: 'idle' });
    this.broadcast(project, new Frame(encodePatch(gone.toString())));
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
    if (loading?.pending) loading.before?.close();
  }

  private housekeeping(): void {
    for (const viewer of this.viewers()) viewer.heartbeat();
    this.dropIdle(IDLE_MS);
  }

  private dropIdle(olderThanMs: number): void {
    const limit = performance.now() - olderThanMs;
    for (const [key, { layout, view, pending }] of this.views) {
      const stays = view.selection.project === DEFAULT_PROJECT && isEverything(layout, view.selection);
      if (!stays && !pending && view.viewers.size === 0 && view.idleSince <= limit) this.drop(key);
    }
  }
}

/** Frames are the same for everyone in a project: what may be done with them the server decides when it is done. */
const keyOf = (layout: Layout, { project, key }: ProjectSelection): string => `${project} ${layout.id}?${key}`;

/** The page without choices: everyone opens it first. */
const isEverything = (layout: Layout, { key }: ProjectSelection): boolean => layout.id === '' && key === '';
