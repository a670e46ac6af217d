import { type Digraph, layersOf, withoutCircles } from './layers.js';

export interface Place {
  /** From 0: the column. */
  readonly layer: number;
  /** From 0, in halves: the middle of a lower column stands between two rows of a higher one. */
  readonly row: number;
}

export interface Layout {
  readonly places: readonly Place[];
  readonly layers: number;
  readonly rows: number;
}

const SWEEPS = 4;

/** What hangs together stands together, in layers by the longest way; the part whose nodes came last is on top. */
export function layoutOf(graph: Digraph): Layout {
  const layers = layersOf(withoutCircles(graph));
  const places = new Array<Place>(graph.size);
  let top = 0;
  for (const part of partsOf(graph).reverse()) {
    const columns = ordered(part, layers, graph);
    const height = Math.max(...columns.map((column) => column.length));
    for (const column of columns) {
      const above = Math.floor(height - column.length) / 2;
      column.forEach((node, index) => {
        places[node] = { layer: layers[node] ?? 0, row: top + above + index };
      });
    }
    top += height;
  }
  return { places, layers: graph.size === 0 ? 0 : Math.max(...layers) + 1, rows: top };
}

/** Nodes that hang together, by their last one. */
function partsOf({ size, edges }: Digraph): number[][] {
  const leaders = Array.from({ length: size }, (_, node) => node);
  const leaderOf = (node: number): number => {
    let leader = node;
    while (leaders[leader] !== leader) leader = leaders[leader] ?? leader;
    return leader;
  };
  for (const [from, to] of edges) {
    const [a, b] = [leaderOf(from), leaderOf(to)];
    leaders[Math.min(a, b)] = Math.max(a, b);
  }
  const parts = new Map<number, number[]>();
  for (let node = 0; node < size; node++) parts.set(leaderOf(node), [...(parts.get(leaderOf(node)) ?? []), node]);
  return [...parts].sort(([a], [b]) => a - b).map(([, nodes]) => nodes);
}

/** Each node near the middle of those it is joined to, a few times to and fro; as first seen where that says nothing. */
function ordered(part: readonly number[], layers: readonly number[], { edges }: Digraph): number[][] {
  const deepest = Math.max(...part.map((node) => layers[node] ?? 0));
  const columns = Array.from({ length: deepest + 1 }, (_, layer) => part.filter((node) => layers[node] === layer));
  const rows = new Map(columns.flatMap((column) => column.map((node, row) => [node, row] as const)));
  const middle = (node: number, side: 0 | 1): number => {
    const ends = edges.flatMap((edge) => (edge[1 - side] === node ? [rows.get(edge[side]) ?? 0] : []));
    return ends.length === 0 ? (rows.get(node) ?? 0) : ends.reduce((sum, row) => sum + row, 0) / ends.length;
  };
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const side = sweep % 2 === 0 ? 0 : 1;
    for (const column of side === 0 ? columns : [...columns].reverse()) {
      const middles = new Map(column.map((node) => [node, middle(node, side)]));
      column.sort((a, b) => (middles.get(a) ?? 0) - (middles.get(b) ?? 0) || a - b);
      column.forEach((node, row) => {
        rows.set(node, row);
      });
    }
  }
  return columns;
}
