import type { Receipt } from './receipts.js';

/** What is going to happen to one file. Nothing has happened yet. */
export interface PlannedChange {
  readonly file: string;
  /** Undefined: there is no file. */
  readonly before: string | undefined;
  /** Undefined: the file goes. The same as `before`: nothing to do. */
  readonly after: string | undefined;
  /** The text to come back to, and what to note once `after` is written; undefined forgets the file. */
  readonly receipt: Omit<Receipt, 'backup' | 'written' | 'at'> | undefined;
  /** What undo should restore; undefined: no file. */
  readonly original: string | undefined;
  /** For people. */
  readonly notes: readonly string[];
  /** Its text holds a key, which is not shown. */
  readonly secret?: boolean;
  /** What is there now is what was written last time: nothing is lost with it. */
  readonly isOurs?: boolean;
}

export const isChange = ({ before, after }: PlannedChange): boolean => before !== after;
