import type { BinnacleEvent } from '@binnacle/events';
import type { Observable } from 'rxjs';

/**
 * How batches travel from the process that committed them to every process with subscribers.
 *
 * Promises: a batch sent here is received here, in the order sent, in the same turn. Across processes: at least once, in
 * `seq` order per sender. Leaves out: durability and replay; the archive has both, and a subscriber that missed
 * something reads it there.
 */
export abstract class BusTransport {
  abstract send(batch: readonly BinnacleEvent[]): void;
  abstract readonly received$: Observable<readonly BinnacleEvent[]>;
}
