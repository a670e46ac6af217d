import type { QuestionContent, Reply } from '@binnacle/events';
import type { Deadline } from './deadline.js';

/** `expired`: nobody answered in time, and what was to happen then has happened. */
export const QUESTION_STATES = ['open', 'answered', 'expired', 'withdrawn'] as const;
export type QuestionState = (typeof QUESTION_STATES)[number];

/** Somebody is answering; others see who, and may take over. */
export interface Claim {
  readonly by: string;
  readonly until: string;
}

/** One question of one agent, as the `questions` table records it. Times are canonical ISO 8601. */
export interface Question extends QuestionContent, Deadline {
  readonly project: string;
  /** The id of the event that asked it. */
  readonly id: string;
  readonly msgId: string;
  readonly state: QuestionState;
  readonly agentId: string | null;
  readonly sessionId: string | null;
  readonly graphId: string | null;
  readonly nodeId: string | null;
  readonly askedAt: string;
  /** Of everything that is shown. */
  readonly shownHash: string;
  readonly claim: Claim | null;
  readonly assignedTo: string | null;
  /** The reply as one text, for agents that want nothing more. */
  readonly answer: string | null;
  readonly reply: Reply | null;
  readonly answeredBy: string | null;
  /** The standing approval that answered it. */
  readonly ruleId: string | null;
  /** Of the action as it was approved, edited or not; null when nothing was. */
  readonly actionHash: string | null;
  readonly closedAt: string | null;
  /** When the agent took the answer, and through which door. */
  readonly deliveredAt: string | null;
  readonly deliveredTo: string | null;
  /** Since when the answer waits for the agent longer than it should. */
  readonly undeliveredSince: string | null;
  /** When the agent went on. */
  readonly resumedAt: string | null;
  /** When the agent did something else than what was approved. */
  readonly mismatchedAt: string | null;
}

/** It has a reply that no agent has taken yet. */
export const isToDeliver = ({ state, deliveredAt }: Question): boolean =>
  (state === 'answered' || state === 'expired') && deliveredAt === null;

/** The question in JSON. */
export const questionToWire = (question: Question) => ({
  id: question.id,
  msg_id: question.msgId,
  state: question.state,
  agent_id: question.agentId,
  session_id: question.sessionId,
  graph_id: question.graphId,
  node_id: question.nodeId,
  kind: question.kind,
  question: question.question,
  options: question.options,
  allow_other: question.allowOther,
  action: question.action,
  allowed: question.allowed,
  response_schema: question.responseSchema,
  items: question.items.map(({ allowOther, ...item }) => ({ ...item, allow_other: allowOther })),
  context: question.context,
  asked_at: question.askedAt,
  expires_at: question.expiresAt,
  on_timeout: question.onTimeout,
  shown_hash: question.shownHash,
  claimed_by: question.claim?.by ?? null,
  claimed_until: question.claim?.until ?? null,
  assigned_to: question.assignedTo,
  answer: question.answer,
  reply: question.reply,
  answered_by: question.answeredBy,
  rule_id: question.ruleId,
  action_hash: question.actionHash,
  closed_at: question.closedAt,
  delivered_at: question.deliveredAt,
  delivered_to: question.deliveredTo,
  undelivered_since: question.undeliveredSince,
  resumed_at: question.resumedAt,
  mismatched_at: question.mismatchedAt,
});

export type WireQuestion = ReturnType<typeof questionToWire>;
