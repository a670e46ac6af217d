import { isTree } from '../signals/signal-tree.js';
import { signals } from '../signals/signals.js';

/** `datastar-patch-signals`: a JSON merge patch on the page's signals. */
export function patchSignals(args: Record<string, string>): void {
  const patch: unknown = JSON.parse(args.signals ?? '');
  if (!isTree(patch)) throw new Error('a JSON object of signals is expected');
  signals.merge(patch, { onlyIfMissing: args.onlyIfMissing === 'true' });
}
