import { describe, expect, it } from '@jest/globals';
import { type Digraph, layersOf, withoutCircles } from './layers.js';
import { layoutOf } from './layout.js';

/** The same numbers every time, 0 to below 1. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function anyGraph(seed: number): Digraph {
  const random = randomOf(seed);
  const size = 1 + Math.floor(random() * 60);
  const node = () => Math.floor(random() * size);
  return { size, edges: Array.from({ length: Math.floor(random() * 150) }, () => [node(), node()] as const) };
}

const GRAPHS = Array.from({ length: 200 }, (_, seed) => anyGraph(seed + 1));

describe('the layout of a graph', () => {
  it('puts a node behind the longest way to it', () => {
    expect(
      layersOf({
        size: 5,
        edges: [
          [0, 1],
          [1, 2],
          [0, 2],
          [2, 3],
          [0, 3],
        ],
      }),
    ).toEqual([0, 1, 2, 3, 0]);
  });

  it.each([
    [
      'a circle',
      {
        size: 3,
        edges: [
          [0, 1],
          [1, 2],
          [2, 0],
        ],
      },
      2,
    ],
    ['an edge to itself', { size: 1, edges: [[0, 0]] }, 0],
    [
      'two that call each other',
      {
        size: 2,
        edges: [
          [0, 1],
          [1, 0],
        ],
      },
      1,
    ],
  ] as const)('breaks %s where it leads back', (_, graph, left) => {
    expect(withoutCircles(graph).edges).toHaveLength(left);
  });

  it('leads every edge forward but those that close circles, whatever the graph', () => {
    for (const graph of GRAPHS) {
      const { places } = layoutOf(graph);
      for (const [from, to] of withoutCircles(graph).edges)
        expect(places[to]?.layer).toBeGreaterThan(places[from]?.layer ?? Infinity);
    }
  });

  it('gives each node room of its own, within the size it tells', () => {
    for (const graph of GRAPHS) {
      const { places, layers, rows } = layoutOf(graph);
      expect(places.filter(Boolean)).toHaveLength(graph.size);
      for (const [index, { layer, row }] of places.entries()) {
        expect(layer).toBeLessThan(layers);
        expect(row).toBeLessThanOrEqual(rows - 1);
        const near = places.slice(index + 1).filter((other) => other.layer === layer && Math.abs(other.row - row) < 1);
        expect(near).toEqual([]);
      }
    }
  });

  it('uncrosses edges that need not cross', () => {
    // 0 → 4, 1 → 3, 2 → 5 as 3, 4, 5 below each other would cross.
    const { places } = layoutOf({
      size: 7,
      edges: [
        [6, 0],
        [6, 1],
        [6, 2],
        [0, 4],
        [1, 3],
        [2, 5],
      ],
    });
    const rows = [0, 1, 2].map((node) => places[node]?.row ?? 0);
    expect([4, 3, 5].map((node) => places[node]?.row)).toEqual(rows);
  });

  it('puts what does not hang together below each other, what came last on top', () => {
    const { places } = layoutOf({
      size: 4,
      edges: [
        [0, 1],
        [2, 3],
      ],
    });
    expect(places).toEqual([
      { layer: 0, row: 1 },
      { layer: 1, row: 1 },
      { layer: 0, row: 0 },
      { layer: 1, row: 0 },
    ]);
    expect(layoutOf({ size: 0, edges: [] })).toEqual({ places: [], layers: 0, rows: 0 });
  });
});
