/** A directed graph over the indexes 0 … size - 1. */
export interface Digraph {
  readonly size: number;
  readonly edges: readonly (readonly [from: number, to: number])[];
}

/** Without the edges that close a circle: those that lead back to where a walk from the first node has come from. */
export function withoutCircles({ size, edges }: Digraph): Digraph {
  const out: number[][] = Array.from({ length: size }, () => []);
  edges.forEach(([from], index) => {
    out[from]?.push(index);
  });
  const entered = new Uint8Array(size);
  const left = new Uint8Array(size);
  const back = new Set<number>();
  for (let root = 0; root < size; root++) {
    const trail = entered[root] ? [] : [{ node: root, next: 0 }];
    entered[root] = 1;
    for (let here = trail.at(-1); here; here = trail.at(-1)) {
      const index = out[here.node]?.[here.next++];
      const to = index === undefined ? undefined : edges[index]?.[1];
      if (index === undefined || to === undefined) {
        left[here.node] = 1;
        trail.pop();
      } else if (!entered[to]) {
        entered[to] = 1;
        trail.push({ node: to, next: 0 });
      } else if (!left[to]) back.add(index);
    }
  }
  return { size, edges: edges.filter((_, index) => !back.has(index)) };
}

/** The layer of each node: the longest way to it. @param graph without circles */
export function layersOf({ size, edges }: Digraph): readonly number[] {
  const layers = new Array<number>(size).fill(0);
  const waiting = new Array<number>(size).fill(0);
  for (const [, to] of edges) waiting[to] = (waiting[to] ?? 0) + 1;
  const ready = layers.flatMap((_, node) => (waiting[node] === 0 ? [node] : []));
  for (const node of ready) {
    for (const [from, to] of edges) {
      if (from !== node) continue;
      layers[to] = Math.max(layers[to] ?? 0, (layers[node] ?? 0) + 1);
      waiting[to] = (waiting[to] ?? 0) - 1;
      if (waiting[to] === 0) ready.push(to);
    }
  }
  return layers;
}
