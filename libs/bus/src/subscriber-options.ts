/** What happens when a subscriber falls behind its bound. */
export type OverflowPolicy =
  /** The stream errors with `subscriber_overflow`; the subscriber reads the gap from the archive and subscribes again. */
  | 'error'
  /** The oldest waiting events go; `onDropped` says how many. For subscribers that only want what is new. */
  | 'drop-oldest';

/** What every subscriber declares: nobody waits in an unbounded queue. */
export interface SubscriberOptions {
  /** Names the subscriber in errors and counters. */
  readonly name: string;
  /** Events that may wait for it, 1 … 1,000,000. */
  readonly bound: number;
  readonly overflow: OverflowPolicy;
  readonly onDropped?: (count: number) => void;
}
