/** The statements of the `questions` table. Every transition names the state it starts from: the first one wins. */
import type { Reply } from '@binnacle/events';
import type { ArchiveTransaction } from '@binnacle/persistence';
import { Prisma } from '@binnacle/persistence';
import type { OpenQuestion } from './open-question.js';
import type { Question, QuestionState } from './question.js';
import { COLUMNS, type QuestionRow, toQuestion } from './question-row.js';

/** A question known by its text alone may be asked again once it is closed; one with a msg_id of its own may not. */
const RELEASE_KEY = Prisma.sql`CASE WHEN msg_id = id THEN dedupe_key || ':' || id ELSE dedupe_key END`;

/** Those that were new. A repeat, or an id that another event has already, opens nothing. */
export async function insertOpen(tx: ArchiveTransaction, questions: readonly OpenQuestion[]): Promise<Question[]> {
  const rows = questions.map(({ content, ...columns }) => ({ ...columns, ...content }));
  const inserted = await tx.$queryRaw<QuestionRow[]>`
    INSERT INTO questions (project, id, agent_id, session_id, graph_id, node_id, msg_id, dedupe_key, kind, question, options,
      allow_other, action, allowed, response_schema, items, context, shown_hash, asked_at, expires_at, on_timeout, fallback)
    SELECT q.project, q.id, q.agent_id, q.session_id, q.graph_id, q.node_id, q.msg_id, q.dedupe_key, q.kind, q.question,
      q.options, q.allow_other, q.action, q.allowed, q.response_schema, q.items, q.context, q.shown_hash, q.asked_at,
      q.expires_at, q.on_timeout, q.fallback
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS q(project text, id text, agent_id text, session_id text,
      graph_id text, node_id text, msg_id text, dedupe_key text, kind text, question text, options jsonb, allow_other boolean,
      action jsonb, allowed text[], response_schema jsonb, items jsonb, context jsonb, shown_hash text, asked_at timestamptz,
      expires_at timestamptz, on_timeout text, fallback jsonb)
    WHERE NOT EXISTS (SELECT 1 FROM event_ids e WHERE e.project = q.project AND e.id = q.id)
    ON CONFLICT DO NOTHING
    RETURNING ${COLUMNS}`;
  return inserted.map(toQuestion);
}

export interface Closing {
  readonly project: string;
  readonly state: Exclude<QuestionState, 'open'>;
  readonly answer: string | null;
  readonly reply?: Reply | null;
  readonly by: string;
  readonly at: string;
  /** The agent has it already: it closed the question itself. */
  readonly delivered?: string;
  readonly ruleId?: string;
  /** Of the action that may run now. */
  readonly actionHash?: string | null;
}

/** Closes what `where` selects among the open ones. */
export async function close(tx: ArchiveTransaction, closing: Closing, where: Prisma.Sql): Promise<Question[]> {
  const { project, state, answer, reply = null, by, at, delivered = null, ruleId = null, actionHash = null } = closing;
  return update(
    tx,
    Prisma.sql`state = ${state}::question_state, answer = ${answer}, answered_by = ${by}, closed_at = ${at}::timestamptz,
      reply = ${reply === null ? null : JSON.stringify(reply)}::jsonb, rule_id = ${ruleId}, action_hash = ${actionHash},
      delivered_to = ${delivered}, delivered_at = CASE WHEN ${delivered}::text IS NULL THEN NULL ELSE ${at}::timestamptz END,
      claimed_by = NULL, claimed_until = NULL, dedupe_key = ${RELEASE_KEY}`,
    Prisma.sql`project = ${project} AND state = 'open' AND (${where})`,
  );
}

/** Of an agent in a session. */
export interface Ending {
  readonly project: string;
  readonly agentId: string | null;
  readonly sessionId: string | null;
  readonly at: string;
  /** What was asked later stays open; undefined: nothing does. */
  readonly askedUntil: string | undefined;
  readonly by: string;
}

/** Withdraws what is open of agents that ended; of two endings of one agent the first counts that withdraws the most. */
export async function withdraw(tx: ArchiveTransaction, endings: readonly Ending[]): Promise<void> {
  // Without nulls, so that Postgres joins by hash.
  const rows = endings.map(({ project, agentId, sessionId, at, askedUntil, by }, index) => ({
    of_project: project,
    agent: agentId ?? '',
    no_agent: agentId === null,
    session: sessionId ?? '',
    no_session: sessionId === null,
    ended_at: at,
    asked_until: askedUntil ?? 'infinity',
    ended_by: by,
    place: index,
  }));
  await tx.$executeRaw`
    UPDATE questions SET state = 'withdrawn', answer = NULL, answered_by = ended_by, closed_at = ended_at, reply = NULL,
      rule_id = NULL, action_hash = NULL, delivered_to = NULL, delivered_at = NULL, claimed_by = NULL, claimed_until = NULL,
      dedupe_key = ${RELEASE_KEY}
    FROM (
      SELECT DISTINCT ON (of_project, agent, no_agent, session, no_session) *
      FROM json_to_recordset(${JSON.stringify(rows)}::json) AS ending(of_project text, agent text, no_agent boolean,
        session text, no_session boolean, ended_at timestamptz, asked_until timestamptz, ended_by text, place int)
      ORDER BY of_project, agent, no_agent, session, no_session, asked_until DESC, place
    ) AS ended
    WHERE state = 'open' AND project = of_project AND asked_at <= asked_until AND COALESCE(agent_id, '') = agent AND (agent_id IS NULL) = no_agent
      AND COALESCE(session_id, '') = session AND (session_id IS NULL) = no_session`;
}

/** One transition. What `where` does not select stays as it is and is not in the result. */
export async function update(tx: ArchiveTransaction, set: Prisma.Sql, where: Prisma.Sql): Promise<Question[]> {
  const rows = await tx.$queryRaw<QuestionRow[]>`UPDATE questions SET ${set} WHERE ${where} RETURNING ${COLUMNS}`;
  return rows.map(toQuestion);
}

/** Newest first. */
export async function select(tx: ArchiveTransaction, where: Prisma.Sql, limit: number): Promise<Question[]> {
  const rows = await tx.$queryRaw<QuestionRow[]>`
    SELECT ${COLUMNS} FROM questions WHERE ${where} ORDER BY asked_at DESC, id DESC LIMIT ${limit}`;
  return rows.map(toQuestion);
}
