/**
 * DOM ids. A morph matches elements by id alone, so a half-typed answer survives only if its field's id never changes.
 * An id made from an event's text is hashed: it may hold anything.
 *
 * A panel that stands on a dashboard twice has its ids twice: while the second is rendered, `atPlace` marks them.
 */
import { createHash } from 'node:crypto';

let mark = '';

/** Runs a view, which must be synchronous, for a place of its own on the page; `''` is the first. */
export function atPlace<T>(place: string, view: () => T): T {
  const outer = mark;
  mark = place && `_${place}`;
  try {
    return view();
  } finally {
    mark = outer;
  }
}

/** `panelId('blocked')` is the panel's root. */
export const panelId = (panel: string): string => `p-${panel}${mark}`;

/** The list a panel's `delta` prepends to. */
export const listId = (panel: string): string => `${panelId(panel)}-rows`;

/** An id inside a panel for something named by agents: stable, safe in selectors, the same for the same parts. */
export function partId(panel: string, ...parts: readonly string[]): string {
  const safe = parts.every((part) => /^[A-Za-z0-9_-]{1,64}$/.test(part));
  return `${panelId(panel)}-${safe ? parts.join('-') : digest(parts)}`;
}

const digest = (parts: readonly string[]): string =>
  `h${createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22)}`;
