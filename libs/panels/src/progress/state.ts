import { type BinnacleEvent, type EventOf, preview, RecentMap } from '@binnacle/plugin-kit';

/** Graphs held: the newest by activity. */
export const GRAPHS_HELD = 50;
/** Agents counted in one graph. */
const AGENTS_COUNTED = 1_000;

export interface Graph {
  readonly key: string;
  readonly name: string;
  /** As the graph tells; undefined while it tells nothing itself, as a trace. */
  readonly state: 'running' | 'completed' | 'failed' | undefined;
  readonly label: string;
  /** What the graph says itself. */
  readonly told?: { readonly completed: number; readonly total: number };
  /** Agents seen in it, true once they ended: the measure when the graph says nothing. */
  readonly agents: ReadonlyMap<string, boolean>;
  /** How the last agent that ended did. */
  readonly lastEnd: 'completed' | 'failed';
  readonly lastSeen: string;
}

export interface ProgressState {
  readonly graphs: RecentMap<string, Graph>;
}

export const initial = (): ProgressState => ({ graphs: RecentMap.of(GRAPHS_HELD) });

type GraphEvent = EventOf<'graph:started' | 'graph:progress' | 'graph:completed'>;

export const advance = (state: ProgressState, event: GraphEvent): ProgressState => {
  const { completed, total, label } = event.payload;
  const amounts = typeof completed === 'number' || typeof total === 'number';
  return update(state, event, (graph) => ({
    ...graph,
    state: event.type === 'graph:completed' ? 'completed' : 'running',
    label: label ? preview(label, 120) : graph.label,
    ...(amounts && {
      told: { completed: completed ?? graph.told?.completed ?? 0, total: total ?? graph.told?.total ?? 0 },
    }),
  }));
};

export const fail = (state: ProgressState, event: EventOf<'graph:failed'>): ProgressState =>
  update(state, event, (graph) => ({
    ...graph,
    state: 'failed',
    label: preview(event.payload.error ?? event.payload.message, 120) || graph.label,
  }));

/** An agent of a graph began or ended. Agents outside any graph are in the agents' panel. */
export function countAgent(state: ProgressState, event: BinnacleEvent): ProgressState {
  const { graphId, agentId } = event;
  if (graphId === null || agentId === null) return state;
  const ended = event.action !== 'started';
  const known = state.graphs.get(graphId)?.agents;
  if (known?.get(agentId) === ended || (known && known.size >= AGENTS_COUNTED && !known.has(agentId))) return state;
  const lastEnd = event.action === 'failed' ? 'failed' : 'completed';
  return update(state, event, (graph) => ({
    ...graph,
    agents: new Map(graph.agents).set(agentId, ended),
    lastEnd: ended ? lastEnd : graph.lastEnd,
  }));
}

/** A graph that tells nothing itself is over when its agents are. */
export const stateOf = ({ state, agents, lastEnd }: Graph): NonNullable<Graph['state']> =>
  state ?? ([...agents.values()].includes(false) || agents.size === 0 ? 'running' : lastEnd);

function update(state: ProgressState, event: BinnacleEvent, change: (graph: Graph) => Graph): ProgressState {
  const key = event.graphId ?? event.sessionId ?? event.agentId ?? 'graph';
  const graph = state.graphs.get(key) ?? fresh(key, event.timestamp);
  return { graphs: state.graphs.set(key, { ...change(graph), lastSeen: event.timestamp }) };
}

const fresh = (key: string, lastSeen: string): Graph => ({
  key,
  name: preview(key, 80),
  state: undefined,
  label: '',
  agents: new Map(),
  lastEnd: 'completed',
  lastSeen,
});
