import type { Bar, Run } from './state.js';

export interface Row {
  readonly bar: Bar;
  /** From 0. */
  readonly depth: number;
}

/**
 * The newest bars of a run as a tree, siblings by their start; what holds a bar is there too.
 *
 * @param limit bars, not counting those that are there for what they hold
 */
export function rowsOf({ bars }: Run, limit: number): readonly Row[] {
  const parents = parentsOf(bars);
  const kept = new Set<Bar>();
  for (const bar of bars.slice(-limit))
    for (let one: Bar | undefined = bar; one && !kept.has(one); one = parents.get(one)) kept.add(one);
  const children = new Map<Bar | undefined, Bar[]>();
  for (const bar of [...kept].sort((a, b) => a.start - b.start)) {
    const siblings = children.get(parents.get(bar));
    if (siblings) siblings.push(bar);
    else children.set(parents.get(bar), [bar]);
  }
  const rows: Row[] = [];
  const place = (bar: Bar, depth: number): void => {
    rows.push({ bar, depth });
    for (const child of children.get(bar) ?? []) place(child, depth + 1);
  };
  for (const root of children.get(undefined) ?? []) place(root, 0);
  return rows;
}

/** The bar each one is within. What agents tell may be a circle: whoever would close it stands on top. */
function parentsOf(bars: readonly Bar[]): ReadonlyMap<Bar, Bar> {
  const byId = new Map<string, Bar>();
  /** Spans of OpenTelemetry name the one above by its node. */
  const byNode = new Map<string, Bar>();
  const agents = new Map<string, Bar[]>();
  for (const bar of bars) {
    // An agent that only works begins with the event of its first call: that event is the call's.
    for (const id of [bar.eventId, bar.callId, bar.kind === 'graph' ? bar.nodeId : ''])
      if (id && (byId.get(id)?.kind ?? 'agent') === 'agent') byId.set(id, bar);
    if (bar.nodeId !== null && !byNode.has(bar.nodeId)) byNode.set(bar.nodeId, bar);
    if (bar.kind !== 'agent' || bar.agentId === null) continue;
    agents.set(bar.agentId, [...(agents.get(bar.agentId) ?? []), bar]);
  }
  const agentAt = (id: string | null, at: number): Bar | undefined => {
    const turns = id === null ? undefined : agents.get(id);
    return turns?.findLast(({ start }) => start <= at) ?? turns?.[0];
  };
  const graphOf = ({ graphId }: Bar, nodeId: string | null) =>
    bars.find((one) => one.kind === 'graph' && one.nodeId === nodeId && one.graphId === graphId);
  const parentOf = (bar: Bar): Bar | undefined => {
    const own = bar.kind === 'agent' || bar.kind === 'graph' ? undefined : agentAt(bar.agentId, bar.start);
    const said =
      bar.parentId === null
        ? undefined
        : (byId.get(bar.parentId) ?? byNode.get(bar.parentId) ?? agentAt(bar.parentId, bar.start));
    // A call of an agent is not its parent agent's, though events may name that one.
    if (said && said !== bar && !(own && said.kind === 'agent')) return said;
    if (own || bar.graphId === null) return own;
    return (bar.kind !== 'graph' && graphOf(bar, bar.nodeId)) || graphOf(bar, null);
  };
  const parents = new Map<Bar, Bar>();
  const isWithin = (bar: Bar, outer: Bar): boolean => {
    for (let one: Bar | undefined = bar; one; one = parents.get(one)) if (one === outer) return true;
    return false;
  };
  for (const bar of bars) {
    const parent = parentOf(bar);
    if (parent && !isWithin(parent, bar)) parents.set(bar, parent);
  }
  return parents;
}
