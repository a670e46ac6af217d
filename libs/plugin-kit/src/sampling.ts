import type { EventDraft } from '@binnacle/events';

/**
 * Whether an event is among the share `rate` (0 … 1) that is kept. Decided by its session, else graph, else agent, so that a
 * run is kept whole or not at all, and the same way in every process.
 */
export function isSampled({ sessionId, graphId, agentId, id }: EventDraft, rate: number): boolean {
  return fraction(sessionId ?? graphId ?? agentId ?? id) < rate;
}

/** FNV-1a, mixed once more, as a number from 0 to 1: short ids that differ in one character must not stay together. */
function fraction(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
