import { type BinnacleEvent, isHidden, matchesConditions, matchesPatterns } from '@binnacle/events';
import type { EventQuery } from '../event-archive.js';

/** What a query selects, whatever the order and the page. */
export type EventSelection = Omit<EventQuery, 'order' | 'limit'>;

/** Would the archive return this event? The same as the SQL of `read-sql.ts`; a property test holds both equal. */
export function matchesQuery(query: EventSelection, event: BinnacleEvent): boolean {
  const { patterns, from, to, after, before } = query;
  return (
    event.project === query.project &&
    (patterns === undefined || matchesPatterns(patterns, event)) &&
    !(query.shown && isHidden(event)) &&
    (query.agentId === undefined || event.agentId === query.agentId) &&
    (query.graphId === undefined || event.graphId === query.graphId) &&
    (query.sessionId === undefined || event.sessionId === query.sessionId) &&
    (query.nodeId === undefined || event.nodeId === query.nodeId) &&
    (query.parentId === undefined || event.parentId === query.parentId) &&
    // Canonical timestamps sort as text.
    (from === undefined || event.timestamp >= from) &&
    (to === undefined || event.timestamp < to) &&
    matchesConditions(query.conditions, event) &&
    (after === undefined || event.seq > after) &&
    (before === undefined || event.seq < before)
  );
}
