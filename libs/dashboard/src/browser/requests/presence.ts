/**
 * Whether this page is in view. Hidden tabs and pages in the back/forward cache are away: their streams close, and open
 * once more when the page is back.
 */
type Listener = (present: boolean) => void;

const listeners = new Set<Listener>();
let frozen = false;

export function isPresent(): boolean {
  return !frozen && document.visibilityState !== 'hidden';
}

/** A page in the back/forward cache runs nothing, whatever a request's options say. */
export function isFrozen(): boolean {
  return frozen;
}

export function onPresenceChange(listener: Listener, { signal }: { signal: AbortSignal }): void {
  if (signal.aborted) return;
  listeners.add(listener);
  signal.addEventListener('abort', () => listeners.delete(listener), { once: true });
}

/** Resolves when the page may have this request open, or `signal` aborts. */
export function waitForPresence(openWhenHidden: boolean, signal: AbortSignal): Promise<void> {
  const allowed = () => (openWhenHidden ? !frozen : isPresent());
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

function tell(): void {
  for (const listener of [...listeners]) listener(isPresent());
}

export function watchPresence(): void {
  document.addEventListener('visibilitychange', tell);
  // An open fetch keeps a page out of the cache, so streams must close before the browser decides.
  window.addEventListener('pagehide', () => {
    frozen = true;
    tell();
  });
  window.addEventListener('pageshow', () => {
    if (!frozen) return;
    frozen = false;
    tell();
  });
}
