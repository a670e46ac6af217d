/**
 * Runs a patch inside a view transition where the browser has them. A transition's patch runs a moment later, so those
 * that arrive meanwhile wait for it: patches are applied in the order they came.
 */
let pending: Promise<unknown> | undefined;

export function withViewTransition(wanted: boolean, patch: () => void): void {
  const animated = wanted && 'startViewTransition' in document;
  if (!pending && !animated) {
    patch();
    return;
  }
  const start = () => (animated ? document.startViewTransition(patch).updateCallbackDone : patch());
  const mine = Promise.resolve(pending)
    .then(start)
    .catch((error) => console.error('[datastar] patch failed:', error))
    .then(() => {
      if (pending === mine) pending = undefined;
    });
  pending = mine;
}
