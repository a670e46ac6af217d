/**
 * Our browser client for the part of Datastar v1 the pages use: same attributes, same wire format, so that the official
 * bundle can stand in its place. Not a fork of it; and unlike it, expressions are parsed and walked, never compiled, so
 * a page needs no more than `script-src 'self'`.
 *
 *   attributes/   what `data-*` does            expression/   its language
 *   actions/      @get, @post, @setAll, …       signals/      the page's state
 *   requests/     fetch, streams, retries       patches/      what arrives → the page
 */
import { attributedElementCount, watchAttributes } from './attributes/watch-attributes.js';
import { watchScrolling } from './patches/scroll-memory.js';
import { watchPresence } from './requests/presence.js';
import { effectCount } from './signals/reactive.js';

watchPresence();
watchScrolling();
watchAttributes(document.documentElement);

/** What is at work now; a tab open for days must not grow it. */
export function atWork(): { elements: number; effects: number } {
  return { elements: attributedElementCount(), effects: effectCount() };
}
