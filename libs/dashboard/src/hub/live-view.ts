import type { BinnacleEvent } from '@binnacle/events';
import { panelsGrid } from '../pages/index.js';
import { Frame } from './frame.js';
import { encodePatch } from './frame-encoder.js';
import { PaintQueue } from './paint-queue.js';
import { PanelState } from './panel-state.js';
import { layoutToken, type PlacedPanel } from './placed-panel.js';
import type { ProjectSelection } from './view-selection.js';
import type { Viewer } from './viewer.js';

/** Frames a second after the first one: quick enough to look live, slow enough to read. */
export const FRAME_INTERVAL_MS = 100;
/** Types whose readers are remembered. */
const MAX_TYPES = 1_000;

/**
 * All panels under one selection, folded and painted once for every viewer of it. The first change after a quiet time is
 * painted at once, later ones at most every {@link FRAME_INTERVAL_MS}.
 */
export class LiveView {
  readonly panels: readonly PanelState[];
  readonly viewers = new Set<Viewer>();
  /** When the last viewer left, or when it was made. */
  idleSince = performance.now();
  /** Names the panels, their order and how they are shown. */
  readonly layout: string;
  /** Who reads a type: types come from clients, so it is bounded. */
  private readonly readers = new Map<string, readonly number[]>();
  private foldedTo = -1n;
  private timer: NodeJS.Timeout | undefined;
  private timerAt = 0;
  private paintedAt = Number.NEGATIVE_INFINITY;

  constructor(
    readonly selection: ProjectSelection,
    panels: readonly PlacedPanel[],
    /** States of an earlier view that go on here, by their `key`. */
    known: ReadonlyMap<string, PanelState> = new Map(),
    private readonly paints = new PaintQueue(),
  ) {
    this.panels = panels.map((placed) => {
      const state = new PanelState(placed, selection.project);
      const earlier = known.get(state.key);
      return earlier?.placed.panel === placed.panel ? earlier : state;
    });
    this.layout = layoutToken(panels);
  }

  fold(events: readonly BinnacleEvent[]): void {
    // One panel after the other: its code and its state stay hot.
    const batches: BinnacleEvent[][] = this.panels.map(() => []);
    for (const event of events) {
      // What came while the archive was read may come twice.
      if (event.seq <= this.foldedTo || !this.selection.matches(event)) continue;
      this.foldedTo = event.seq;
      for (const reader of this.readersOf(event)) batches[reader]?.push(event);
    }
    for (const [index, panel] of this.panels.entries()) panel.fold(batches[index] ?? []);
    this.schedule();
  }

  add(viewer: Viewer): void {
    if (this.viewers.size === 0) for (const panel of this.panels) panel.markShown();
    this.viewers.add(viewer);
    viewer.follow({ snapshot: () => this.snapshot(), leave: () => this.remove(viewer) });
  }

  /** Everyone looks at `next` from now on, and gets all of it. */
  moveTo(next: LiveView): void {
    const page = next.page();
    for (const viewer of this.viewers) {
      next.add(viewer);
      // One that is behind may miss this frame and has to come to the new panels all the same.
      viewer.follow({ snapshot: () => next.page(), leave: () => next.remove(viewer) });
      viewer.send(page);
    }
    this.viewers.clear();
    this.close();
  }

  remove(viewer: Viewer): void {
    this.viewers.delete(viewer);
    if (this.viewers.size === 0) this.idleSince = performance.now();
  }

  /** The panels that changed after `seq`, as they are on the screens now. */
  snapshot(after = -1n): Frame {
    return Frame.concat(this.panels.filter(({ changedAt }) => changedAt > after).map((panel) => panel.snapshot()));
  }

  /** All panels in their grid. */
  page(): Frame {
    return new Frame(encodePatch(panelsGrid(this.panels.map((panel) => panel.html())).toString()));
  }

  /** Renders views anew that read a clock. */
  refresh(now: number): void {
    if (this.viewers.size === 0) return;
    for (const panel of this.panels) panel.refresh(now);
    this.schedule();
  }

  close(): void {
    clearTimeout(this.timer);
    this.paints.forget(this.paint);
    for (const viewer of this.viewers) viewer.end();
    this.viewers.clear();
  }

  /** Paints what is due now and comes back for the rest. */
  schedule(): void {
    const dirty = this.panels.filter((panel) => panel.dirty);
    if (this.viewers.size === 0 || dirty.length === 0) return;
    const now = performance.now();
    const at = Math.max(now + Math.min(...dirty.map((panel) => panel.waitMs(now))), this.paintedAt + FRAME_INTERVAL_MS);
    // A timer that waits for a slow panel must not hold up the others.
    if (this.timer && this.timerAt <= at) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    if (at <= now) this.paints.add(this.paint);
    else this.wakeAt(at, at - now);
  }

  /** Indexes of the panels that want events of its type. */
  private readersOf(event: BinnacleEvent): readonly number[] {
    const known = this.readers.get(event.type);
    if (known) return known;
    const found = this.panels.flatMap((panel, index) => (panel.wants(event) ? [index] : []));
    if (this.readers.size < MAX_TYPES) this.readers.set(event.type, found);
    return found;
  }

  private wakeAt(at: number, inMs: number): void {
    this.timerAt = at;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.schedule();
    }, Math.ceil(inMs));
  }

  private readonly paint = (): void => {
    const now = performance.now();
    this.paintedAt = now;
    const due = this.panels.filter((panel) => panel.dirty && panel.waitMs(now) === 0);
    const frame = Frame.concat(due.map((panel) => panel.nextFrame()));
    if (!frame.isEmpty) for (const viewer of this.viewers) viewer.send(frame);
    this.schedule();
  };
}
