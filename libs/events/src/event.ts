import type { PayloadOf } from './payloads/event-payloads.js';

/**
 * An event on its way to the archive: validated, normalised, not yet numbered.
 *
 * Immutable. `timestamp` and `receivedAt` are canonical ISO 8601 (UTC, milliseconds).
 */
export interface EventDraft<T extends string = string> {
  /** Idempotency key within the project: 1–128 visible characters. */
  readonly id: string;
  readonly project: string;
  /** When it happened, by the agent's clock. */
  readonly timestamp: string;
  /** When Binnacle received it. */
  readonly receivedAt: string;
  /** `category:action`. */
  readonly type: T;
  readonly category: string;
  readonly action: string;
  readonly agentId: string | null;
  readonly graphId: string | null;
  readonly nodeId: string | null;
  readonly sessionId: string | null;
  readonly parentId: string | null;
  readonly payload: PayloadOf<T>;
}

/** An archived event. `seq` is its place in commit order, the one cursor of REST, streams, panels and replay. */
export interface BinnacleEvent<T extends string = string> extends EventDraft<T> {
  readonly seq: bigint;
}

/** The event of a type, its payload typed: `EventOf<'tool:failed'>`. */
export type EventOf<T extends string> = BinnacleEvent<T>;

/** Narrows by type: `if (isEvent(event, 'tool:failed')) event.payload.error`. */
export const isEvent = <T extends string>(event: BinnacleEvent, type: T): event is BinnacleEvent<T> & BinnacleEvent =>
  event.type === type;
