import type { AppliedAttribute } from './applied-attribute.js';
import { milliseconds } from './timing.js';

/** `data-init="…"`: runs once when the element appears, and again when a morph changes the expression. */
export function init(applied: AppliedAttribute): void {
  const run = () => applied.guard(() => applied.evaluate());
  const delay = applied.modifiers.get('delay');
  if (delay) {
    const timer = setTimeout(run, milliseconds(delay));
    applied.onCleanup(() => clearTimeout(timer));
  } else run();
}
