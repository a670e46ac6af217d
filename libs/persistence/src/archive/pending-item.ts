import type { AppendResult, ArchiveWork } from '../event-archive.js';
import type { DraftRow } from './draft-row.js';

/** One call of `append` or `transact` on its way through the queue. Settling twice has no effect. */
export interface PendingItem {
  /** What it counts against the bounds; the events of work are not known before it runs. */
  readonly events: number;
  readonly bytes: number;
  readonly rows: readonly DraftRow[];
  readonly work: ArchiveWork<unknown> | undefined;
  /** See `ArchiveOptions.mark`. */
  readonly mark?: unknown;
  resolve(result: AppendResult, value: unknown): void;
  reject(error: unknown): void;
}
