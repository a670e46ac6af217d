export type BoxState = 'running' | 'waiting' | 'completed' | 'failed' | 'cancelled';

/** An agent, a node of a graph, or a graph. */
export interface Box {
  readonly key: string;
  readonly kind: 'agent' | 'node' | 'graph';
  readonly agentId: string | null;
  readonly graphId: string | null;
  readonly nodeId: string | null;
  readonly name: string;
  /** Undefined of a graph that told nothing itself. */
  readonly state: BoxState | undefined;
  /** As told: ids of agents, nodes, events or calls. */
  readonly parents: readonly string[];
  /** Keys of boxes that its agent was at before. */
  readonly after: readonly string[];
}
