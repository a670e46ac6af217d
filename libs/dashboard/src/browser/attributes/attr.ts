import { afterMorph } from '../patches/after-morph.js';
import { isTree } from '../signals/signal-tree.js';
import type { AppliedAttribute } from './applied-attribute.js';
import { casedKey } from './attribute-name.js';
import type { PageElement } from './page-element.js';

/** `data-attr:name="…"` or `data-attr="{name: …}"`: attributes that follow an expression; false and null remove. */
export function attr(applied: AppliedAttribute): void {
  const { el } = applied;
  const name = applied.key && casedKey(applied, 'kebab');
  let wanted: [name: string, value: unknown][] = [];
  const apply = () => {
    for (const [attribute, value] of wanted) setAttribute(el, attribute, value);
  };
  applied.effect(() => {
    const value = applied.evaluate();
    const byName = name ? { [name]: value } : value;
    if (!isTree(byName)) throw new Error('an object of attributes is expected');
    wanted = Object.entries(byName);
    apply();
  });
  applied.onCleanup(afterMorph(el, apply));
}

function setAttribute(el: PageElement, name: string, value: unknown): void {
  // An attribute that holds code would make a signal's value executable.
  if (/^(on|srcdoc$|data-(attr|bind|class|indicator|init|on|show|signals|text)\b)/i.test(name))
    throw new Error(`attribute "${name}" may not be computed`);
  if (value === false || value === null || value === undefined) {
    el.removeAttribute(name);
    return;
  }
  const text = value === true ? '' : typeof value === 'string' ? value : JSON.stringify(value);
  if (/^(href|src|action|formaction|xlink:href)$/i.test(name) && /^\s*javascript:/i.test(text)) {
    throw new Error(`attribute "${name}" may not hold a javascript: address`);
  }
  if (el.getAttribute(name) !== text) el.setAttribute(name, text);
}
