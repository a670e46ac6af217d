/** Of all time, at most this share goes into painting when many views are watched; ingest and pages need the rest. */
const PAINT_SHARE = 0.5;

/**
 * The order in which the views of this process paint: one after the other, with a rest before somebody else's turn. One
 * that is alone needs none: its panels have their own shares.
 */
export class PaintQueue {
  private readonly waiting = new Set<() => void>();
  private last: (() => void) | undefined;
  private restUntil = 0;
  private timer: NodeJS.Timeout | undefined;

  /** Paints now, or when those before it have painted and the rest is over; once, however often it is asked for. */
  add(paint: () => void): void {
    this.waiting.add(paint);
    if (!this.timer) this.next();
  }

  forget(paint: () => void): void {
    this.waiting.delete(paint);
    if (this.last === paint) this.last = undefined;
  }

  close(): void {
    clearTimeout(this.timer);
    this.waiting.clear();
  }

  private next(): void {
    const start = performance.now();
    const [paint] = this.waiting;
    if (!paint) return;
    if (start < this.restUntil && paint !== this.last) {
      this.wakeIn(this.restUntil - start);
      return;
    }
    this.waiting.delete(paint);
    this.last = paint;
    paint();
    const end = performance.now();
    this.restUntil = end + (end - start) * (1 / PAINT_SHARE - 1);
    if (this.waiting.size > 0) this.wakeIn(this.restUntil - end);
  }

  private wakeIn(ms: number): void {
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.next();
    }, Math.ceil(ms));
  }
}
