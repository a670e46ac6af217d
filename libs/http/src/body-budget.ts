import { LifecycleError } from '@binnacle/events';

/** Bytes of all bodies that are read or worked on at a time. */
export const BODY_BUDGET_BYTES = 256 * 1_048_576;
/** A body up to this is always read: a flood of telemetry must not keep an answer to a question out. */
export const ALWAYS_READ_BYTES = 1_048_576;

/**
 * Bounds what requests in flight hold in memory together. Not a queue: a request that does not fit is refused at once and comes
 * again, as every client that sends much does by itself.
 */
export class BodyBudget {
  private taken = 0;

  constructor(
    private readonly limit = BODY_BUDGET_BYTES,
    private readonly alwaysRead = ALWAYS_READ_BYTES,
  ) {}

  get bytesInFlight(): number {
    return this.taken;
  }

  lease(): BodyLease {
    return new BodyLease((grown, total) => {
      if (total > this.alwaysRead && grown > 0 && this.taken + grown > this.limit) {
        throw new LifecycleError(
          'too_many_bodies',
          `bodies in flight hold ${this.taken} bytes; the limit is ${this.limit}`,
          {
            retryAfterSeconds: 2,
          },
        );
      }
      this.taken += grown;
    });
  }
}

/** What one request holds of the budget, until the last of its holders lets go. */
export class BodyLease {
  private bytes = 0;
  private holders = 1;

  constructor(private readonly change: (grown: number, total: number) => void) {}

  /** @throws LifecycleError `too_many_bodies` */
  grow(bytes: number): void {
    this.change(bytes, this.bytes + bytes);
    this.bytes += bytes;
  }

  /** Another holder: work that goes on when the request's connection is gone. It lets go once. */
  hold(): () => void {
    this.holders += 1;
    return () => this.release();
  }

  release(): void {
    this.holders -= 1;
    if (this.holders !== 0) return;
    this.change(-this.bytes, 0);
    this.bytes = 0;
  }
}

const LEASE = Symbol('binnacle.bodyLease');

export function giveLease(request: object, lease: BodyLease): void {
  (request as { [LEASE]?: BodyLease })[LEASE] = lease;
}

/** The lease of a request that has a body. */
export const leaseOf = (request: object): BodyLease | undefined => (request as { readonly [LEASE]?: BodyLease })[LEASE];
