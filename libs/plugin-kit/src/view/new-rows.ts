import type { PanelDelta } from '../define-panel.js';
import { type Html, html } from '../html.js';
import type { Recent } from '../state/recent.js';

/**
 * The `delta` of a panel that shows a {@link Recent}: rows added since `previous`, as long as some of what is on the screen
 * stays; else undefined, and the whole view follows.
 */
export function newRows<T>(previous: Recent<T>, next: Recent<T>, row: (item: T) => Html): PanelDelta | undefined {
  const [newest] = previous.toArray();
  const items = next.toArray();
  const added = newest === undefined ? -1 : items.indexOf(newest);
  if (added < 0) return undefined;
  return {
    prepend: html`${items.slice(0, added).map(row)}`,
    keep: previous.size + added > next.limit ? next.limit : undefined,
  };
}
