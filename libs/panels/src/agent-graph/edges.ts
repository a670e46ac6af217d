import type { Box, BoxState } from './box.js';
import { type GraphState, keyOf } from './state.js';

export type Edge = readonly [from: string, to: string];

/** Parent to child, by key: as told, by where an agent went, else from the graph to what is in it. Each once, none to itself. */
export function edgesOf({ boxes, places, ids }: GraphState): readonly Edge[] {
  const owners = new Map(ids.toArray().toReversed());
  const parentOf = (id: string, { graphId }: Box): string | undefined =>
    [keyOf.node(graphId, id), places.get(id), keyOf.agent(id), owners.get(id), keyOf.graph(id)].find(
      (key) => key !== undefined && boxes.has(key),
    );
  const edges = new Map<string, Edge>();
  for (const box of boxes.values()) {
    const told = [...box.parents.map((id) => parentOf(id, box)), ...box.after].filter(
      (key): key is string => key !== undefined && key !== box.key && boxes.has(key),
    );
    const graph = box.kind === 'graph' || box.graphId === null ? undefined : keyOf.graph(box.graphId);
    const from = told.length === 0 && graph !== undefined && boxes.has(graph) ? [graph] : told;
    for (const key of from) edges.set(JSON.stringify([key, box.key]), [key, box.key]);
  }
  return [...edges.values()];
}

/** A graph that tells nothing is as its agents are. */
export function stateOf(box: Box, boxes: Iterable<Box>): BoxState {
  if (box.state) return box.state;
  const states = new Set<BoxState | undefined>();
  for (const one of boxes) if (one.graphId === box.graphId) states.add(one.state);
  return (['waiting', 'running', 'failed'] as const).find((state) => states.has(state)) ?? 'completed';
}
