/**
 * A signal that aborts after `ms` or with `parent`. Not `AbortSignal.any([AbortSignal.timeout()])`: on Node 20 the inner
 * signal can be collected before it fires.
 */
export interface TimeLimit {
  readonly signal: AbortSignal;
  /** True when the time ran out rather than `parent` aborting. */
  expired(): boolean;
  /** Releases timer and listener. */
  clear(): void;
}

export function timeLimit(ms: number | undefined, parent?: AbortSignal): TimeLimit {
  const controller = new AbortController();
  let expired = false;
  const follow = () => controller.abort(parent?.reason);
  const timer =
    ms === undefined || ms === Number.POSITIVE_INFINITY ? undefined : setTimeout(expire, capped(ms)).unref();
  function expire() {
    expired = true;
    controller.abort();
  }
  if (parent?.aborted) follow();
  else parent?.addEventListener('abort', follow, { once: true });
  return {
    signal: controller.signal,
    expired: () => expired,
    clear: () => {
      clearTimeout(timer);
      parent?.removeEventListener('abort', follow);
    },
  };
}

/** setTimeout fires at once for more than 2^31 - 1 ms. */
const capped = (ms: number): number => Math.min(Math.max(ms, 0), 2 ** 31 - 1);
