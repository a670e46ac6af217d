import type { Unowned } from './event-of-mapped.js';

/** A span or log record as those below it see it. */
export interface TraceNode {
  readonly traceId: string;
  readonly nodeId: string;
  /** Null: a root, which has nobody to ask. */
  readonly parentId: string | null;
  /** As it says itself. */
  readonly sessionId: string | null;
  readonly agentId: string | null;
  /** Its agent does what is below it. */
  readonly leads: boolean;
  /** It has not ended: a later copy may say more. */
  readonly isPartial: boolean;
}

/** One with its events, that nobody has owned yet. */
export interface OpenNode extends TraceNode {
  readonly held: Held;
}

export interface Held {
  readonly unowned: readonly Unowned[];
  /** What its whole process says of itself, for when nothing else says who: an agent, or `service.name`. */
  readonly service: string | null;
  /** Missing of what was held by an older version. */
  readonly session?: string | null;
}

export const keyOf = ({ traceId, nodeId }: Pick<TraceNode, 'traceId' | 'nodeId'>): string => `${traceId}/${nodeId}`;
