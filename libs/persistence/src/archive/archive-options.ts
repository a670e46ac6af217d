/** Bounds of the write path. */
export interface ArchiveOptions {
  /** Events waiting or in flight; one more is refused with `queue_full`. */
  readonly queueEvents?: number;
  /** The same in bytes of JSON. */
  readonly queueBytes?: number;
  /** Events of one commit. A single larger append is a group of its own. */
  readonly groupEvents?: number;
  readonly groupBytes?: number;
  /** How long a lost connection is retried before appends are refused with `archive_unavailable`. */
  readonly retryBudgetMs?: number;
  /** How long `close` waits for queued work. */
  readonly drainMs?: number;
  /** How often commits of other processes are looked for. */
  readonly followMs?: number;
  /** Epoch milliseconds: says which day's numbers are drawn. */
  readonly now?: () => number;
  /** What a call takes along to the report of its commit, for tracing: asked when it is made. */
  readonly mark?: () => unknown;
}

export const DEFAULT_ARCHIVE_OPTIONS: Required<ArchiveOptions> = {
  queueEvents: 50_000,
  queueBytes: 128 * 1_048_576,
  groupEvents: 4_000,
  groupBytes: 8 * 1_048_576,
  retryBudgetMs: 3_000,
  drainMs: 10_000,
  followMs: 250,
  now: Date.now,
  mark: () => undefined,
};
