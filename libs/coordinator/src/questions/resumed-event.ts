import { DEFAULT_LIMITS, type EventDraft, EventTypes, parseEvent } from '@binnacle/events';
import type { Question } from './question.js';

export interface GivenAnswer {
  readonly eventId: string;
  readonly answer: string;
  readonly by: string;
  /** Canonical ISO 8601. */
  readonly at: string;
}

/** The `agent:resumed` that carries an answer back to the agent and onto every screen. */
export const resumedEvent = (question: Question, given: GivenAnswer): EventDraft =>
  parseEvent(
    {
      id: given.eventId,
      type: EventTypes.agentResumed,
      timestamp: given.at,
      agent_id: question.agentId,
      session_id: question.sessionId,
      graph_id: question.graphId,
      node_id: question.nodeId,
      parent_id: question.id,
      payload: {
        question_id: question.id,
        msg_id: question.msgId,
        question: question.question,
        answer: given.answer,
        answered_by: given.by,
      },
    },
    { project: question.project, receivedAt: given.at, limits: DEFAULT_LIMITS },
  );
