/** The JSON form of events: snake_case, `seq` as a decimal string (it may pass 2^53). */
import type { BinnacleEvent } from './event.js';
import type { PayloadOf } from './payloads/event-payloads.js';

/** What REST answers and streams send. */
export interface WireEvent {
  readonly id: string;
  readonly seq: string;
  readonly timestamp: string;
  readonly received_at: string;
  readonly project: string;
  readonly type: string;
  readonly category: string;
  readonly action: string;
  readonly agent_id: string | null;
  readonly graph_id: string | null;
  readonly node_id: string | null;
  readonly session_id: string | null;
  readonly parent_id: string | null;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** What a client sends: `type`, or `category` and `action`; everything else may be left out or null. */
export interface WireEventInput<T extends string = string> {
  readonly id?: string | null;
  readonly type?: T | null;
  readonly category?: string | null;
  readonly action?: string | null;
  /** ISO 8601 (no zone = UTC) or epoch milliseconds. */
  readonly timestamp?: string | number | null;
  readonly agent_id?: string | null;
  readonly graph_id?: string | null;
  readonly node_id?: string | null;
  readonly session_id?: string | null;
  readonly parent_id?: string | null;
  readonly payload?: PayloadOf<T> | null;
}

export function toWire(event: BinnacleEvent): WireEvent {
  return {
    id: event.id,
    seq: event.seq.toString(),
    timestamp: event.timestamp,
    received_at: event.receivedAt,
    project: event.project,
    type: event.type,
    category: event.category,
    action: event.action,
    agent_id: event.agentId,
    graph_id: event.graphId,
    node_id: event.nodeId,
    session_id: event.sessionId,
    parent_id: event.parentId,
    payload: event.payload,
  };
}

/** Reads back what {@link toWire} wrote. Trusts its input: for answers of a Binnacle server and for recorded files. */
export function fromWire(wire: WireEvent): BinnacleEvent {
  return {
    id: wire.id,
    seq: BigInt(wire.seq),
    timestamp: wire.timestamp,
    receivedAt: wire.received_at,
    project: wire.project,
    type: wire.type,
    category: wire.category,
    action: wire.action,
    agentId: wire.agent_id,
    graphId: wire.graph_id,
    nodeId: wire.node_id,
    sessionId: wire.session_id,
    parentId: wire.parent_id,
    payload: wire.payload as BinnacleEvent['payload'],
  };
}
