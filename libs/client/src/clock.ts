/** Time as the SDK sees it, so that back-off and time limits are tested without waiting. Not for timestamps of events. */
export interface Clock {
  /** Milliseconds of a clock that only moves forward. */
  now(): number;
  /** Resolves after `ms`, or at once when `signal` aborts; never rejects. */
  pause(ms: number, signal?: AbortSignal): Promise<void>;
  /** 0 … 1, for jitter. */
  random(): number;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  random: Math.random,
  pause: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const end = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', end);
        resolve();
      };
      // What must outlive an idle process holds a KeepAlive; a pause alone never does.
      const timer = setTimeout(end, ms).unref();
      signal?.addEventListener('abort', end, { once: true });
    }),
};
