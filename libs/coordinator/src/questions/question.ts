import type { QuestionOption } from '@binnacle/events';

export type QuestionState = 'open' | 'answered' | 'withdrawn';
export const QUESTION_STATES: readonly QuestionState[] = ['open', 'answered', 'withdrawn'];

/** One question of one agent, as the `questions` table records it. Its id is the id of the event that asked it. */
export interface Question {
  readonly project: string;
  readonly id: string;
  readonly msgId: string;
  readonly state: QuestionState;
  readonly agentId: string | null;
  readonly sessionId: string | null;
  readonly graphId: string | null;
  readonly nodeId: string | null;
  readonly question: string;
  readonly options: readonly QuestionOption[];
  /** Canonical ISO 8601. */
  readonly askedAt: string;
  readonly answer: string | null;
  readonly answeredBy: string | null;
  readonly closedAt: string | null;
}

/** The question in JSON. */
export const questionToWire = (question: Question) => ({
  id: question.id,
  msg_id: question.msgId,
  state: question.state,
  agent_id: question.agentId,
  session_id: question.sessionId,
  graph_id: question.graphId,
  node_id: question.nodeId,
  question: question.question,
  options: question.options,
  asked_at: question.askedAt,
  answer: question.answer,
  answered_by: question.answeredBy,
  closed_at: question.closedAt,
});

export type WireQuestion = ReturnType<typeof questionToWire>;
