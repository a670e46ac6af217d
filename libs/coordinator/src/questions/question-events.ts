import { DEFAULT_LIMITS, type EventDraft, EventTypes, type JsonObject, parseEvent } from '@binnacle/events';
import { v7 as uuidv7 } from 'uuid';
import type { Question } from './question.js';

export type QuestionEventType = Extract<(typeof EventTypes)[keyof typeof EventTypes], `question:${string}`>;

/** An event that tells of a change of a question, on the timeline of its agent. @param at canonical ISO 8601 */
export const questionEvent = (
  question: Question,
  type: QuestionEventType | typeof EventTypes.agentResumed,
  { at, id = uuidv7(), ...payload }: { readonly at: string; readonly id?: string; readonly [field: string]: unknown },
): EventDraft =>
  parseEvent(
    {
      id,
      type,
      timestamp: at,
      agent_id: question.agentId,
      session_id: question.sessionId,
      graph_id: question.graphId,
      node_id: question.nodeId,
      parent_id: question.id,
      payload: { question_id: question.id, msg_id: question.msgId, ...payload } as JsonObject,
    },
    { project: question.project, receivedAt: at, limits: DEFAULT_LIMITS },
  );

/** The `agent:resumed` that carries a reply back to the agent and onto every screen. */
export const resumedEvent = (question: Question, at: string, id = uuidv7()): EventDraft =>
  questionEvent(question, EventTypes.agentResumed, {
    id,
    at,
    question: question.question,
    answer: question.answer,
    answered_by: question.answeredBy,
    reply: question.reply,
  });
