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
