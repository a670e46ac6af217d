/** How long events are kept, and how much they may take. */
export interface StorageOptions {
  /** Days an event is kept after the day of its arrival, 0 to 36,500; unset = for ever. A project may have its own. */
  readonly retentionDays?: number;
  /** Bytes of the whole database; past it the oldest days are dropped. Unset = no budget. */
  readonly maxBytes?: number;
  /** Epoch milliseconds. */
  readonly now?: () => number;
  readonly everyMs?: number;
}
