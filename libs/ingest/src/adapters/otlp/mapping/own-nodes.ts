/**
 * Finds whose the records of one request are, and of those that wait for one of them. Everything it looks up and writes is in
 * the transaction that archives the events, so a record is either held or archived, never both and never neither.
 */
import type { WireEventInput } from '@binnacle/events';
import type { ArchiveTransaction } from '@binnacle/persistence';
import { ownedEvent } from './event-of-mapped.js';
import { type FoundOwner, ownerOf } from './owner-of.js';
import { note, readAround, sessionsOf, take } from './trace-ledger.js';
import { keyOf, type OpenNode, type TraceNode } from './trace-node.js';

export interface OwnedNodes {
  readonly events: readonly WireEventInput[];
  readonly held: readonly OpenNode[];
  readonly released: readonly OpenNode[];
  /** Records that were known. */
  readonly repeated: number;
}

export interface OwnOptions {
  readonly now: number;
  readonly holdMs: number;
  /** How many more may be held. */
  readonly room: number;
  /** What is kept of a node that is held. */
  readonly keep: (node: OpenNode) => OpenNode;
}

type Owned = readonly [OpenNode, FoundOwner];

export async function ownNodes(
  transaction: ArchiveTransaction,
  project: string,
  given: readonly OpenNode[],
  { now, holdMs, room, keep }: OwnOptions,
): Promise<OwnedNodes> {
  const stored = await readAround(transaction, project, given, room);
  const known = new Map<string, TraceNode>(stored.map((node) => [keyOf(node), node]));
  // What has ended and is known is archived or held already.
  const fresh = once(given).filter((node) => known.get(keyOf(node))?.isPartial !== false);
  const before = fresh.map((node) => known.get(keyOf(node)));
  const nodes = fresh.map((node, index) => merged(node, before[index]));
  for (const node of nodes) known.set(keyOf(node), node);
  const owner = (node: TraceNode) => ownerOf(node, (nodeId) => known.get(keyOf({ ...node, nodeId })));

  const owners = nodes.map((node): Owned => [node, owner(node)]);
  const waiting = owners.filter(([node, { isSettled }]) => node.isPartial || !isSettled).slice(0, room);
  const held = new Set(waiting.map(([node]) => node));
  const kept = new Map(waiting.map(([node]) => [node, keep(node)]));
  await note(
    transaction,
    project,
    nodes.map((node) => ({ ...node, held: kept.get(node)?.held ?? null })),
    { seen: new Date(now).toISOString(), release: new Date(now + holdMs).toISOString() },
  );

  const mine = new Set(nodes.map(keyOf));
  const settled = stored.filter(
    (node) => node.isHeld && !node.isPartial && !mine.has(keyOf(node)) && owner(node).isSettled,
  );
  const released = (await take(transaction, project, settled)).map((node): Owned => [node, owner(node)]);
  const ready = [...owners.filter(([node]) => !held.has(node)), ...released];
  return {
    events: await eventsOf(transaction, project, ready),
    held: [...kept.values()],
    released: released.map(([node]) => node),
    repeated: given.length - fresh.length,
  };
}

/** The events of nodes, each with its owner. A trace that names one session names it for all of it. */
export async function eventsOf(
  transaction: ArchiveTransaction,
  project: string,
  owned: readonly Owned[],
): Promise<WireEventInput[]> {
  const without = owned.flatMap(([{ traceId }, { sessionId }]) => (sessionId === null && traceId ? [traceId] : []));
  const sessions = await sessionsOf(transaction, project, [...new Set(without)]);
  const events = owned.flatMap(([node, { sessionId, agentId }]) =>
    eventsOfNode(node, { agentId, sessionId: sessionId ?? sessions.get(node.traceId) ?? null }),
  );
  // As they happened: of what is archived together, the last one tells the state.
  return events.sort((a, b) => Number(timeOf(a) > timeOf(b)) - Number(timeOf(a) < timeOf(b)));
}

/** Canonical, so it sorts as text. */
const timeOf = ({ timestamp }: WireEventInput): string => String(timestamp ?? '');

export const eventsOfNode = (
  { held }: OpenNode,
  { sessionId, agentId }: Omit<FoundOwner, 'isSettled'>,
): WireEventInput[] =>
  held.unowned.map((event) =>
    ownedEvent(event, { sessionId: sessionId ?? held.session ?? null, agentId: agentId ?? held.service }),
  );

/** One of each; the one that has ended, if any has. */
function once(nodes: readonly OpenNode[]): OpenNode[] {
  const byKey = new Map<string, OpenNode>();
  for (const node of nodes) {
    const before = byKey.get(keyOf(node));
    if (!before || (before.isPartial && !node.isPartial)) byKey.set(keyOf(node), node);
  }
  return [...byKey.values()];
}

/** What an earlier copy said, the later one need not say again. */
const merged = (node: OpenNode, before: TraceNode | undefined): OpenNode =>
  before
    ? {
        ...node,
        sessionId: node.sessionId ?? before.sessionId,
        agentId: node.agentId ?? before.agentId,
        leads: node.leads || before.leads,
      }
    : node;
