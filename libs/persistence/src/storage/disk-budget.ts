/** Bytes a second that events can add; no machine we measured takes more. */
const FASTEST_GROWTH = 30_000_000;
const SOONEST_MS = 1_000;
const FULL_MS = 5_000;
/** Part of the budget from which on a warning is given. */
const WARN_AT = 0.8;

/** How near the archive is to the size it may have. Without a budget it is never near. */
export class DiskBudget {
  private used = 0;
  private isOver = false;

  constructor(private readonly maxBytes: number | undefined) {}

  /** Nothing is left that could be dropped, and what is left is too much. */
  get isFull(): boolean {
    return this.isOver;
  }

  /** @param canShrink there are days that can go */
  note(usedBytes: number, canShrink: boolean): void {
    this.used = usedBytes;
    this.isOver = this.maxBytes !== undefined && usedBytes > this.maxBytes && !canShrink;
  }

  shouldWarn(usedBytes: number): boolean {
    return this.maxBytes !== undefined && usedBytes >= this.maxBytes * WARN_AT;
  }

  /** When to look again: before the rest could be used up. */
  nextLookMs(everyMs: number): number {
    if (this.maxBytes === undefined) return everyMs;
    if (this.isOver) return Math.min(everyMs, FULL_MS);
    const leftMs = ((this.maxBytes - this.used) / FASTEST_GROWTH) * 1_000;
    return Math.min(everyMs, Math.max(leftMs, SOONEST_MS));
  }
}
