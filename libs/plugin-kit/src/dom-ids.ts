/**
 * DOM ids. A morph matches elements by id alone, so a half-typed answer survives only if its field's id never changes.
 * An id made from an event's text is hashed: it may hold anything.
 */
import { createHash } from 'node:crypto';

/** `panelId('blocked')` is the panel's root. */
export const panelId = (panel: string): string => `p-${panel}`;

/** The list a panel's `delta` prepends to. */
export const listId = (panel: string): string => `p-${panel}-rows`;

/** An id inside a panel for something named by agents: stable, safe in selectors, the same for the same parts. */
export function partId(panel: string, ...parts: readonly string[]): string {
  const safe = parts.every((part) => /^[A-Za-z0-9_-]{1,64}$/.test(part));
  return `p-${panel}-${safe ? parts.join('-') : digest(parts)}`;
}

const digest = (parts: readonly string[]): string =>
  `h${createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22)}`;
