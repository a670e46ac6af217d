import { afterMorph } from '../patches/after-morph.js';
import type { AppliedAttribute } from './applied-attribute.js';

/** `data-show="…"`: the element is displayed while the expression holds. */
export function show(applied: AppliedAttribute): void {
  const { el } = applied;
  let visible = true;
  const apply = () => {
    if (!visible) el.style.display = 'none';
    else if (el.style.display === 'none') el.style.removeProperty('display');
  };
  applied.effect(() => {
    visible = Boolean(applied.evaluate());
    apply();
  });
  applied.onCleanup(afterMorph(el, apply));
}
