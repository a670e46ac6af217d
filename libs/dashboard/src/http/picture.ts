import type { ServerResponse } from 'node:http';
import type { BinnacleEvent } from '@binnacle/events';
import type { Html } from '@binnacle/plugin-kit';
import { encodePatch, HEARTBEAT } from '../hub/frame-encoder.js';

/** A part of a page that is painted again when something it shows has changed. */
export interface Painting {
  /** The same key is the same picture: it is painted once for all who look. */
  readonly key: string;
  /** Events after which it may look different. */
  wants(event: BinnacleEvent): boolean;
  /** Elements with the ids of those they replace. */
  render(): Promise<Html>;
}

/** Rest between two frames, in ms. */
export const REST_MS = 250;

/** One picture and who looks at it. */
export class Picture {
  private readonly viewers = new Set<ServerResponse>();
  /** Who has not drained yet, and whether a frame was kept from them meanwhile: they get the newest then. */
  private readonly behind = new Map<ServerResponse, boolean>();
  private frame: Buffer | undefined;
  private changed = false;
  private painting: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly subject: Painting,
    private readonly onError: (error: unknown) => void,
  ) {}

  wants(event: BinnacleEvent): boolean {
    return this.subject.wants(event);
  }

  add(viewer: ServerResponse): void {
    this.viewers.add(viewer);
    viewer.on('drain', () => {
      const missed = this.behind.get(viewer);
      this.behind.delete(viewer);
      if (missed && this.frame) this.send(viewer, this.frame);
    });
    if (this.frame) this.send(viewer, this.frame);
    // What changed between the page and its stream is in the next frame.
    this.change();
  }

  /** @returns how many still look */
  remove(viewer: ServerResponse): number {
    this.viewers.delete(viewer);
    this.behind.delete(viewer);
    if (this.viewers.size === 0) clearTimeout(this.timer);
    return this.viewers.size;
  }

  change(): void {
    this.changed = true;
    this.painting ??= this.paint().finally(() => {
      this.painting = undefined;
      if (this.changed && this.viewers.size > 0) this.timer = setTimeout(() => this.change(), REST_MS);
    });
  }

  beat(): void {
    for (const viewer of this.viewers) if (!this.behind.has(viewer)) viewer.write(HEARTBEAT);
  }

  close(): void {
    clearTimeout(this.timer);
    this.changed = false;
    for (const viewer of this.viewers) viewer.end();
  }

  private async paint(): Promise<void> {
    this.changed = false;
    try {
      const frame = encodePatch((await this.subject.render()).toString());
      // The same as before is no news.
      if (this.frame?.equals(frame)) return;
      this.frame = frame;
      for (const viewer of this.viewers) this.send(viewer, frame);
    } catch (error) {
      this.onError(error);
    }
  }

  private send(viewer: ServerResponse, frame: Buffer): void {
    if (this.behind.has(viewer)) this.behind.set(viewer, true);
    else if (!viewer.write(frame)) this.behind.set(viewer, false);
  }
}
