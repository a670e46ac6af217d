import type { BinnacleEvent } from '@binnacle/events';
import type { IsolatedPanel } from '@binnacle/registry';
import { Frame } from './frame.js';
import { PanelState } from './panel-state.js';
import type { PageSelection } from './view-selection.js';
import type { Viewer } from './viewer.js';

/** Frames a second after the first one: quick enough to look live, slow enough to read. */
export const FRAME_INTERVAL_MS = 100;

/**
 * All panels under one selection, folded and painted once for every viewer of it. The first change after a quiet time is
 * painted at once, later ones at most every {@link FRAME_INTERVAL_MS}.
 */
export class LiveView {
  readonly panels: readonly PanelState[];
  readonly viewers = new Set<Viewer>();
  /** When the last viewer left, or when it was made. */
  idleSince = performance.now();
  private timer: NodeJS.Timeout | undefined;
  private timerAt = 0;
  private paintedAt = Number.NEGATIVE_INFINITY;

  constructor(
    readonly selection: PageSelection,
    panels: readonly IsolatedPanel[],
  ) {
    this.panels = panels.map((panel) => new PanelState(panel));
  }

  fold(events: readonly BinnacleEvent[]): void {
    for (const event of events) {
      if (!this.selection.matches(event)) continue;
      for (const panel of this.panels) panel.fold(event);
    }
    this.schedule();
  }

  add(viewer: Viewer): void {
    if (this.viewers.size === 0) for (const panel of this.panels) panel.markShown();
    this.viewers.add(viewer);
  }

  remove(viewer: Viewer): void {
    this.viewers.delete(viewer);
    if (this.viewers.size === 0) this.idleSince = performance.now();
  }

  /** The panels that changed after `seq`, as they are on the screens now. */
  snapshot(after = -1n): Frame {
    return Frame.concat(this.panels.filter(({ changedAt }) => changedAt > after).map((panel) => panel.snapshot()));
  }

  close(): void {
    clearTimeout(this.timer);
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
    if (at <= now) this.paint(now);
    else this.wakeAt(at, at - now);
  }

  private wakeAt(at: number, inMs: number): void {
    this.timerAt = at;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.schedule();
    }, Math.ceil(inMs));
  }

  private paint(now: number): void {
    this.paintedAt = now;
    const due = this.panels.filter((panel) => panel.dirty && panel.waitMs(now) === 0);
    const frame = Frame.concat(due.map((panel) => panel.nextFrame()));
    if (!frame.isEmpty) for (const viewer of this.viewers) viewer.send(frame);
    this.schedule();
  }
}
