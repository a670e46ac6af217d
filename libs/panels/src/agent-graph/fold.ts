import type { BinnacleEvent } from '@binnacle/plugin-kit';
import type { BoxState } from './box.js';
import { boxOf, type GraphState, keyOf, put } from './state.js';

const STATES: Readonly<Record<string, BoxState>> = {
  'agent:started': 'running',
  'agent:resumed': 'running',
  'agent:blocked': 'waiting',
  'agent:completed': 'completed',
  'agent:failed': 'failed',
  'agent:cancelled': 'cancelled',
  'graph:started': 'running',
  'graph:progress': 'running',
  'graph:completed': 'completed',
  'graph:failed': 'failed',
  // Whoever calls works, even if its start was never told.
  'tool:called': 'running',
  'tool:started': 'running',
  'model:request': 'running',
};

/** What an agent, a tool or a model of it tells. An event of a node is that node's, else it is the agent's. */
export function ofAgent(state: GraphState, event: BinnacleEvent): GraphState {
  const { agentId, graphId, nodeId } = event;
  if (agentId === null && nodeId === null) return state;
  const known = nodeId === null && agentId !== null ? placeOf(state, agentId, graphId) : undefined;
  const found = known ?? (nodeId === null ? boxOf('agent', nameOf(event), event) : boxOf('node', nodeId, event));
  const from = agentId === null ? undefined : state.places.get(agentId);
  const moved = from !== undefined && from !== found.key && state.boxes.get(from)?.graphId === graphId;
  const told = STATES[event.type] ?? state.boxes.get(found.key)?.state ?? 'running';
  const next = put(
    withGraph(state, event),
    { ...found, agentId, state: told },
    {
      from: moved ? from : undefined,
      parentId: isEndOfCall(event) ? null : event.parentId,
    },
  );
  return identified(placed(next, agentId, found.key), event, found.key);
}

/** What a graph tells of itself, or of one of its nodes. */
export function ofGraph(state: GraphState, event: BinnacleEvent): GraphState {
  const { graphId, nodeId } = event;
  if (graphId === null) return state;
  // The progress of a graph is not its node's.
  if (nodeId === null || event.type === 'graph:progress')
    return put(state, boxOf('graph', graphId, { ...event, agentId: null }, STATES[event.type]), event);
  const found = boxOf('node', nodeId, event, STATES[event.type]);
  return identified(put(withGraph(state, event), found, event), event, found.key);
}

/** Its parent is the call, of the same agent. */
const isEndOfCall = ({ category, action }: BinnacleEvent): boolean =>
  (category === 'tool' || category === 'model') && action !== 'called' && action !== 'started' && action !== 'request';

const nameOf = ({ agentId, payload }: BinnacleEvent): string => {
  const { name } = payload as { readonly name?: unknown };
  return typeof name === 'string' && name ? name : (agentId ?? '');
};

/** Where an agent is when its event names no node. */
function placeOf({ places, boxes }: GraphState, agentId: string, graphId: string | null) {
  // The box it was at may be forgotten.
  const place = boxes.get(places.get(agentId) ?? '') ?? boxes.get(keyOf.agent(agentId));
  return place && (graphId === null || place.graphId === graphId) ? place : undefined;
}

function withGraph(state: GraphState, event: BinnacleEvent): GraphState {
  if (event.graphId === null || state.boxes.has(keyOf.graph(event.graphId))) return state;
  const graph = boxOf('graph', event.graphId, { ...event, agentId: null });
  return put(state, graph, { parentId: null });
}

function placed(state: GraphState, agentId: string | null, key: string): GraphState {
  if (agentId === null || state.places.get(agentId) === key || !state.boxes.has(key)) return state;
  return { ...state, places: state.places.set(agentId, key) };
}

/** Only what can have children: an agent that starts, and a call. */
function identified(state: GraphState, event: BinnacleEvent, key: string): GraphState {
  if (event.action !== 'started' && event.type !== 'tool:called') return state;
  const { tool_use_id: call } = event.payload as { readonly tool_use_id?: unknown };
  const ids = state.ids.add([event.id, key]);
  return { ...state, ids: typeof call === 'string' && call ? ids.add([call, key]) : ids };
}
