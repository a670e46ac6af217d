import type { ServerResponse } from 'node:http';
import { Frame, GZIP_HEADER } from './frame.js';
import { HEARTBEAT } from './frame-encoder.js';

/** Bytes that may wait for one viewer; past it the viewer gets the newest state later instead of every frame. */
export const HIGH_WATER_BYTES = 256 * 1_024;
/** A viewer that reads nothing for this long is disconnected; its browser comes back when it can. */
const STALLED_MS = 60_000;
const HEARTBEAT_FRAME = new Frame(HEARTBEAT);

/** What a viewer looks at: a live view. */
export interface Followed {
  /** The newest state, for one that was behind. */
  snapshot(): Frame;
  leave(): void;
}

/** What was written to all viewers, for metrics. */
export interface Sent {
  frames: number;
  bytes: number;
}

/**
 * One open stream. A slow one is `stale`: it is sent nothing until its socket has drained, then a snapshot. What waits for
 * it is bounded, and nobody waits for it.
 */
export class Viewer {
  private staleSince: number | undefined;
  private followed: Followed | undefined;

  constructor(
    private readonly response: ServerResponse,
    private readonly gzip = false,
    private readonly sent: Sent = { frames: 0, bytes: 0 },
  ) {
    if (gzip) response.write(GZIP_HEADER);
    response.on('drain', this.refresh);
  }

  get stale(): boolean {
    return this.staleSince !== undefined;
  }

  follow(followed: Followed): void {
    this.followed = followed;
  }

  /** Its socket is gone. */
  leave(): void {
    this.followed?.leave();
  }

  send(frame: Frame): void {
    if (this.staleSince !== undefined || this.response.destroyed) return;
    if (this.response.writableLength > HIGH_WATER_BYTES) this.staleSince = performance.now();
    else this.write(frame);
  }

  heartbeat(): void {
    if (this.staleSince === undefined) this.write(HEARTBEAT_FRAME);
    else if (performance.now() - this.staleSince > STALLED_MS) this.response.destroy();
  }

  end(): void {
    this.response.off('drain', this.refresh);
    this.response.end();
  }

  private write(frame: Frame): void {
    const bytes = this.gzip ? frame.deflated : frame.plain;
    this.sent.frames++;
    this.sent.bytes += bytes.length;
    this.response.write(bytes);
  }

  private readonly refresh = (): void => {
    if (this.staleSince === undefined) return;
    this.staleSince = undefined;
    if (this.followed) this.send(this.followed.snapshot());
  };
}
