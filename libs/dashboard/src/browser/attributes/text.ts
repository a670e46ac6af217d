import { afterMorph } from '../patches/after-morph.js';
import type { AppliedAttribute } from './applied-attribute.js';

/** `data-text="…"`: the element's text is the expression's value. */
export function text(applied: AppliedAttribute): void {
  const { el } = applied;
  let shown = '';
  const show = () => {
    if (el.textContent !== shown) el.textContent = shown;
  };
  applied.effect(() => {
    shown = String(applied.evaluate() ?? '');
    show();
  });
  applied.onCleanup(afterMorph(el, show));
}
