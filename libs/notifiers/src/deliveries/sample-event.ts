import { type BinnacleEvent, EventTypes } from '@binnacle/events';
import type { Delivery } from './delivery.js';

/** What a test is about: an event that is in no archive. */
export function sampleEvent({ project, subjectId, dueAt }: Delivery): BinnacleEvent {
  const at = dueAt.toISOString();
  return {
    id: subjectId,
    seq: 0n,
    project,
    timestamp: at,
    receivedAt: at,
    type: EventTypes.agentBlocked,
    category: 'agent',
    action: 'blocked',
    agentId: 'binnacle',
    graphId: null,
    nodeId: null,
    sessionId: null,
    parentId: null,
    payload: { question: 'Does this arrive?', options: ['yes'] },
  };
}
