import type { TraceNode } from './trace-node.js';

export interface FoundOwner {
  readonly sessionId: string | null;
  readonly agentId: string | null;
  /** Whether nothing that may still come can change it. */
  readonly isSettled: boolean;
}

/**
 * Whose a node is: as it says itself, else as the nearest above it says; an agent is inherited from those that lead. Settled when
 * both are found, or when everything above it up to the root is known.
 *
 * @param find the node of the trace with this id; undefined = it has not come
 */
export function ownerOf(node: TraceNode, find: (nodeId: string) => TraceNode | undefined): FoundOwner {
  let { sessionId, agentId } = node;
  let current = node;
  // Ids that go in a circle must not.
  const seen = new Set([node.nodeId]);
  while (sessionId === null || agentId === null) {
    if (current.parentId === null || seen.has(current.parentId)) return { sessionId, agentId, isSettled: true };
    const parent = find(current.parentId);
    if (!parent) return { sessionId, agentId, isSettled: false };
    sessionId ??= parent.sessionId;
    if (parent.leads) agentId ??= parent.agentId;
    // What it does not say now, it may say when it ends.
    if (parent.isPartial && (sessionId === null || agentId === null)) return { sessionId, agentId, isSettled: false };
    seen.add(parent.nodeId);
    current = parent;
  }
  return { sessionId, agentId, isSettled: true };
}
