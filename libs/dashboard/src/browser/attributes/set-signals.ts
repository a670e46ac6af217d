import { isTree, treeOf } from '../signals/signal-tree.js';
import { signals } from '../signals/signals.js';
import type { AppliedAttribute } from './applied-attribute.js';
import { casedKey } from './attribute-name.js';

/** `data-signals:name="…"` or `data-signals="{…}"`: merges signals into the page's. */
export function setSignals(applied: AppliedAttribute): void {
  const value = applied.value === '' ? '' : applied.evaluate();
  const patch = applied.key ? treeOf(casedKey(applied, 'camel').split('.'), value) : value;
  if (!isTree(patch)) throw new Error('an object of signals is expected');
  signals.merge(patch, { onlyIfMissing: applied.modifiers.has('ifmissing') });
}
