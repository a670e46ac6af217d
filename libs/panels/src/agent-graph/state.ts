import { type BinnacleEvent, preview, Recent, RecentMap } from '@binnacle/plugin-kit';
import type { Box, BoxState } from './box.js';
import { Boxes } from './boxes.js';

/** Boxes held: what ended goes first, the longest unchanged before others. */
export const BOXES_HELD = 200;
/** Parents, and boxes it came from, of one box. */
const PARENTS_HELD = 8;
/** Agents whose place is known. */
export const PLACES_HELD = 500;
/** Event and call ids that a child may name as its parent. */
const IDS_HELD = 1_000;

export interface GraphState {
  /** As they were first seen. */
  readonly boxes: Boxes;
  /** The box each agent is at. */
  readonly places: RecentMap<string, string>;
  /** Whose event or call has this id. */
  readonly ids: Recent<readonly [id: string, box: string]>;
  readonly forgotten: number;
}

export const initial = (): GraphState => ({
  boxes: Boxes.none(),
  places: RecentMap.of(PLACES_HELD),
  ids: Recent.of(IDS_HELD),
  forgotten: 0,
});

/** What an event tells of a box: everything but what is already known of it. */
export function put(
  state: GraphState,
  found: Box,
  { from, parentId }: { readonly from?: string | undefined; readonly parentId: string | null },
): GraphState {
  const known = state.boxes.get(found.key) ?? found;
  // Every member by name: V8 takes twenty times as long to spread an object and replace members of it.
  const box: Box = {
    key: known.key,
    kind: known.kind,
    graphId: known.graphId,
    nodeId: known.nodeId,
    name: found.kind === 'agent' && found.name !== known.agentId ? found.name : known.name,
    agentId: found.agentId ?? known.agentId,
    state: found.state ?? known.state,
    parents: withOne(known.parents, parentId),
    after: withOne(known.after, from),
  };
  if (same(box, state.boxes.get(found.key))) return state;
  return bounded(withBoxes(state, state.boxes.set(box), state.forgotten), box);
}

const withOne = (list: readonly string[], one: string | null | undefined): readonly string[] =>
  !one || list.includes(one) ? list : [...list, one].slice(-PARENTS_HELD);

const same = (a: Box, b: Box | undefined): boolean =>
  b !== undefined &&
  a.state === b.state &&
  a.parents === b.parents &&
  a.after === b.after &&
  a.agentId === b.agentId &&
  a.name === b.name;

const withBoxes = ({ places, ids }: GraphState, boxes: Boxes, forgotten: number): GraphState => ({
  boxes,
  places,
  ids,
  forgotten,
});

function bounded(state: GraphState, newest: Box): GraphState {
  if (state.boxes.size <= BOXES_HELD) return state;
  const isOver = ({ state: told }: Box) => told !== 'running' && told !== 'waiting';
  return withBoxes(state, state.boxes.without(newest, isOver), state.forgotten + 1);
}

export const keyOf = {
  agent: (id: string): string => JSON.stringify(['agent', id]),
  node: (graph: string | null, id: string): string => JSON.stringify(['node', graph, id]),
  graph: (id: string): string => JSON.stringify(['graph', id]),
} as const;

export const boxOf = (kind: Box['kind'], name: string, event: BinnacleEvent, state?: BoxState): Box => ({
  key:
    kind === 'agent'
      ? keyOf.agent(event.agentId ?? '')
      : kind === 'node'
        ? keyOf.node(event.graphId, event.nodeId ?? '')
        : keyOf.graph(event.graphId ?? ''),
  kind,
  agentId: event.agentId,
  graphId: event.graphId,
  nodeId: kind === 'node' ? event.nodeId : null,
  name: preview(name, 120),
  state,
  parents: [],
  after: [],
});
