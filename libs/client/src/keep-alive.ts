/**
 * Keeps the process running while something is awaited. All timers of the SDK are unref'd, so an agent that is done ends;
 * `ask`, `flush` and an open stream hold the process through this instead.
 */
export class KeepAlive {
  private holders = 0;
  private timer: NodeJS.Timeout | undefined;

  /** Holds until the work settles. */
  async during<T>(work: Promise<T>): Promise<T> {
    this.hold();
    try {
      return await work;
    } finally {
      this.release();
    }
  }

  hold(): void {
    if (this.holders++ === 0) this.timer = setInterval(() => {}, 2 ** 30);
  }

  release(): void {
    if (--this.holders === 0) clearInterval(this.timer);
  }
}
