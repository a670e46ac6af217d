import type { BinnacleEvent } from '@binnacle/events';
import type { Numbering } from './append-sql.js';
import type { DraftRow } from './draft-row.js';
import type { PendingItem } from './pending-item.js';

/** What one item brought into its group. */
export interface GroupEntry {
  readonly item: PendingItem;
  readonly rows: readonly DraftRow[];
  /** What `prepare` returned. */
  readonly value: unknown;
  /** Its `prepare` threw: nothing of it is in the group. */
  readonly failure?: { readonly error: unknown };
}

/** A committed group: entry by entry, their rows in the order of `numbering.seqs`. */
export interface GroupCommit {
  readonly entries: readonly GroupEntry[];
  readonly numbering: Numbering;
}

/** The events of a commit, in `seq` order, and each item's share of them. */
export function eventsOf({ entries, numbering }: GroupCommit): {
  all: BinnacleEvent[];
  byEntry: BinnacleEvent[][];
} {
  let position = 0;
  const byEntry = entries.map(({ rows }) => {
    const stored: BinnacleEvent[] = [];
    for (const { draft } of rows) {
      const seq = numbering.seqs[position++];
      if (seq !== undefined) stored.push({ ...draft, seq });
    }
    return stored;
  });
  return { all: byEntry.flat(), byEntry };
}

/** Tells every caller of the group. Only after its events were published. */
export function settle({ entries, numbering }: GroupCommit, byEntry: readonly BinnacleEvent[][]): void {
  entries.forEach(({ item, rows, value, failure }, index) => {
    const stored = byEntry[index] ?? [];
    if (failure) item.reject(failure.error);
    else item.resolve({ stored, duplicates: rows.length - stored.length, lastSeq: numbering.lastSeq }, value);
  });
}
