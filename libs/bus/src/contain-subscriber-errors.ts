import { config } from 'rxjs';

/**
 * Keeps a subscriber's throw inside the subscriber. RxJS rethrows an unhandled one from a timer, which ends the process;
 * with this hook it is reported and every other subscription goes on. Returns a function that puts the old hook back.
 */
export function containSubscriberErrors(report: (error: unknown) => void): () => void {
  const before = config.onUnhandledError;
  config.onUnhandledError = report;
  return () => {
    config.onUnhandledError = before;
  };
}
