import type { Reply } from '@binnacle/events';
import { Prisma } from '@binnacle/persistence';
import type { Question, QuestionState } from './question.js';

export interface QuestionRow {
  project: string;
  id: string;
  msg_id: string;
  state: QuestionState;
  agent_id: string | null;
  session_id: string | null;
  graph_id: string | null;
  node_id: string | null;
  kind: Question['kind'];
  question: string;
  options: Question['options'];
  allow_other: boolean;
  action: Question['action'];
  allowed: Question['allowed'];
  response_schema: Question['responseSchema'];
  items: Question['items'];
  context: Question['context'];
  shown_hash: string;
  asked_at: Date;
  expires_at: Date | null;
  on_timeout: Question['onTimeout'];
  fallback: Question['fallback'];
  claimed_by: string | null;
  claimed_until: Date | null;
  assigned_to: string | null;
  answer: string | null;
  reply: Reply | null;
  answered_by: string | null;
  rule_id: string | null;
  action_hash: string | null;
  closed_at: Date | null;
  delivered_at: Date | null;
  delivered_to: string | null;
  undelivered_since: Date | null;
  resumed_at: Date | null;
  mismatched_at: Date | null;
}

export const COLUMNS = Prisma.sql`project, id, msg_id, state::text AS state, agent_id, session_id, graph_id, node_id, kind,
  question, options, allow_other, action, allowed, response_schema, items, context, shown_hash, asked_at, expires_at,
  on_timeout, fallback, claimed_by, claimed_until, assigned_to, answer, reply, answered_by, rule_id, action_hash, closed_at,
  delivered_at, delivered_to, undelivered_since, resumed_at, mismatched_at`;

const iso = (date: Date | null): string | null => date?.toISOString() ?? null;

export const toQuestion = (row: QuestionRow): Question => ({
  project: row.project,
  id: row.id,
  msgId: row.msg_id,
  state: row.state,
  agentId: row.agent_id,
  sessionId: row.session_id,
  graphId: row.graph_id,
  nodeId: row.node_id,
  kind: row.kind,
  question: row.question,
  options: row.options,
  allowOther: row.allow_other,
  action: row.action,
  allowed: row.allowed,
  responseSchema: row.response_schema,
  items: row.items,
  context: row.context,
  shownHash: row.shown_hash,
  askedAt: row.asked_at.toISOString(),
  expiresAt: iso(row.expires_at),
  onTimeout: row.on_timeout,
  fallback: row.fallback,
  claim: claimOf(row),
  assignedTo: row.assigned_to,
  answer: row.answer,
  reply: row.reply,
  answeredBy: row.answered_by,
  ruleId: row.rule_id,
  actionHash: row.action_hash,
  closedAt: iso(row.closed_at),
  deliveredAt: iso(row.delivered_at),
  deliveredTo: row.delivered_to,
  undeliveredSince: iso(row.undelivered_since),
  resumedAt: iso(row.resumed_at),
  mismatchedAt: iso(row.mismatched_at),
});

/** A claim that has run out is none. */
function claimOf({ claimed_by: by, claimed_until: until, state }: QuestionRow): Question['claim'] {
  if (by === null || until === null || state !== 'open' || until.getTime() <= Date.now()) return null;
  return { by, until: until.toISOString() };
}
