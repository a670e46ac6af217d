import { isChange, type PlannedChange } from './planned-change.js';
import type { Receipt, Receipts } from './receipts.js';
import { digest, replaceText } from './text-file.js';

/** Who the changes are for, also where there is nothing to note. */
export type Owner = Pick<Receipt, 'client'>;

/**
 * Writes planned changes one after the other, each with a copy of what was there before, and notes them. What is noted can be
 * undone, so the note comes first: should the process end in between, undo finds a file that is not as noted, and looks for
 * our parts.
 *
 * @returns where the copies are
 */
export async function carryOut(
  changes: readonly PlannedChange[],
  receipts: Receipts,
  owner: Owner,
): Promise<readonly string[]> {
  const copies: string[] = [];
  for (const change of changes) {
    const { file, before, after, original, receipt, secret, isOurs } = change;
    if (isChange(change) && before !== undefined && !secret && !isOurs)
      copies.push(await receipts.backUp(file, before));
    if (receipt && after !== undefined) {
      const backup = original === undefined ? null : await receipts.backUp(file, original);
      const noted = { ...receipt, backup, written: digest(after), at: new Date().toISOString() };
      if (isChange(change)) await receipts.put({ file, ...owner }, noted);
    }
    if (isChange(change)) await replaceText(file, { before, after });
    if (!receipt) await receipts.put({ file, ...owner });
  }
  return [...new Set(copies)];
}
