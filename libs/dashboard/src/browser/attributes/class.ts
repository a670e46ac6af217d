import { afterMorph } from '../patches/after-morph.js';
import { isTree } from '../signals/signal-tree.js';
import type { AppliedAttribute } from './applied-attribute.js';
import { casedKey } from './attribute-name.js';

/** `data-class:name="…"` or `data-class="{name: …}"`: classes the element has while their expression holds. */
export function classes(applied: AppliedAttribute): void {
  const { el } = applied;
  const name = applied.key && casedKey(applied, 'kebab');
  let wanted: [names: string, on: boolean][] = [];
  const apply = () => {
    for (const [names, on] of wanted) {
      for (const one of names.split(/\s+/).filter(Boolean)) el.classList.toggle(one, on);
    }
  };
  applied.effect(() => {
    const value = applied.evaluate();
    const byName = name ? { [name]: value } : value;
    if (!isTree(byName)) throw new Error('an object of classes is expected');
    wanted = Object.entries(byName).map(([names, on]) => [names, Boolean(on)]);
    apply();
  });
  applied.onCleanup(afterMorph(el, apply));
}
