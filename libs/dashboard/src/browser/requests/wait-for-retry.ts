import { onPresenceChange } from './presence.js';

/**
 * Resolves after `milliseconds`, or sooner: when the network is back, when the user is back in this tab, or when `signal`
 * aborts.
 */
export function waitForRetry(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const waiting = new AbortController();
    const done = () => {
      clearTimeout(timer);
      waiting.abort();
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    window.addEventListener('online', done, waiting);
    signal.addEventListener('abort', done, waiting);
    onPresenceChange((present) => {
      if (present) done();
    }, waiting);
    if (signal.aborted) done();
  });
}
