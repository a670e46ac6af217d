import type { BinnacleEvent } from '@binnacle/events';
import { Subject } from 'rxjs';
import { BusTransport } from './bus-transport.js';

/** One process: what is sent is received, at once. */
export class LocalTransport extends BusTransport {
  private readonly batches = new Subject<readonly BinnacleEvent[]>();
  readonly received$ = this.batches.asObservable();

  send(batch: readonly BinnacleEvent[]): void {
    this.batches.next(batch);
  }
}
