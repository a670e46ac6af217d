import type { AppliedAttribute } from './applied-attribute.js';
import { casedKey } from './attribute-name.js';
import { withTiming } from './timing.js';

/** Events of ours are dispatched on the document, so that is where `data-on:datastar-fetch` listens. */
const DOCUMENT_EVENTS = new Set(['datastar-fetch']);

/** `data-on:event="…"`: runs the expression on each event, with `evt`. */
export function on(applied: AppliedAttribute): void {
  const { el, modifiers } = applied;
  const type = casedKey(applied, 'kebab');
  const timed = withTiming(
    (event) => applied.guard(() => applied.evaluate(event)),
    modifiers,
    (undo) => applied.onCleanup(undo),
  );
  const prevent = modifiers.has('prevent') || (type === 'submit' && el instanceof HTMLFormElement);
  const listener = (event: Event) => {
    if (modifiers.has('outside') && el.contains(event.target as Node)) return;
    // Before any delay: a default action does not wait.
    if (prevent) event.preventDefault();
    if (modifiers.has('stop')) event.stopPropagation();
    timed(event);
  };
  applied.listen(targetOf(applied, type), type, listener, {
    once: modifiers.has('once'),
    capture: modifiers.has('capture'),
    passive: modifiers.has('passive'),
  });
}

function targetOf({ el, modifiers }: AppliedAttribute, type: string): EventTarget {
  if (modifiers.has('window')) return window;
  if (modifiers.has('document') || modifiers.has('outside') || DOCUMENT_EVENTS.has(type)) return document;
  return el;
}
