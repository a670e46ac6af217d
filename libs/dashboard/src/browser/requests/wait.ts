import { isFrozen, isPresent, onPresenceChange } from './presence.js';

/** Resolves after `milliseconds`, when the network is back, or when `signal` aborts: whichever is first. */
export function waitForRetry(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener('online', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    window.addEventListener('online', done);
    signal.addEventListener('abort', done);
  });
}

/** Resolves when the page may have this request open, or `signal` aborts. */
export function waitForPresence(openWhenHidden: boolean, signal: AbortSignal): Promise<void> {
  const allowed = () => (openWhenHidden ? !isFrozen() : isPresent());
  return new Promise((resolve) => {
    if (signal.aborted || allowed()) return resolve();
    const watching = new AbortController();
    const done = () => {
      watching.abort();
      signal.removeEventListener('abort', done);
      resolve();
    };
    signal.addEventListener('abort', done);
    onPresenceChange(() => allowed() && done(), watching);
  });
}
