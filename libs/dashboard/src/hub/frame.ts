/**
 * Bytes of SSE events, made once and sent to every viewer: plain, or as a deflate block of its own.
 *
 * A gzip stream per viewer would cost a compression per viewer and 300 KB of memory each. Instead every viewer gets the ten
 * bytes that begin a gzip stream, and then the same blocks as all others; a block refers to nothing before it, so it does
 * not matter when a viewer joined.
 */
import { constants, deflateRawSync } from 'node:zlib';

/** RFC 1952: magic, deflate, no flags, no time, no hints, unknown system. */
export const GZIP_HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);

/** Level 4 is half the time of 6 for HTML rows, and a tenth larger. */
const OPTIONS = { level: 4, finishFlush: constants.Z_FULL_FLUSH };

export class Frame {
  private block: Buffer | undefined;

  constructor(readonly plain: Buffer) {}

  static concat(frames: readonly Frame[]): Frame {
    const [only] = frames;
    return only && frames.length === 1 ? only : new Frame(Buffer.concat(frames.map(({ plain }) => plain)));
  }

  /** Made when the first viewer that takes gzip gets it. */
  get deflated(): Buffer {
    this.block ??= deflateRawSync(this.plain, OPTIONS);
    return this.block;
  }

  get isEmpty(): boolean {
    return this.plain.length === 0;
  }
}
