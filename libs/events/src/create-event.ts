import { v7 as uuidv7 } from 'uuid';
import type { PayloadOf } from './payloads/event-payloads.js';
import type { WireEventInput } from './wire.js';

/** Everything of an event but its type, in the TypeScript form. */
export interface EventInput<T extends string> {
  readonly id?: string;
  readonly timestamp?: Date | string | number;
  readonly agentId?: string | null;
  readonly graphId?: string | null;
  readonly nodeId?: string | null;
  readonly sessionId?: string | null;
  readonly parentId?: string | null;
  readonly payload?: PayloadOf<T>;
}

/**
 * An event ready to send: the id (UUIDv7) and the time are fixed here, so that a retry repeats the same event.
 *
 * @example createEvent('tool:failed', { agentId: 'a-1', payload: { tool_name: 'grep', error: 'no match' } })
 */
export function createEvent<T extends string>(type: T, input: EventInput<T> = {}): WireEventInput<T> & { id: string } {
  const timestamp = input.timestamp instanceof Date ? input.timestamp.toISOString() : input.timestamp;
  return {
    id: input.id ?? uuidv7(),
    type,
    timestamp: timestamp ?? new Date().toISOString(),
    agent_id: input.agentId,
    graph_id: input.graphId,
    node_id: input.nodeId,
    session_id: input.sessionId,
    parent_id: input.parentId,
    payload: input.payload,
  };
}
