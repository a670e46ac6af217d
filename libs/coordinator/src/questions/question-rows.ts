/** The statements of the `questions` table. Every transition names the state it starts from: the first one wins. */
import type { ArchiveTransaction } from '@binnacle/persistence';
import { Prisma } from '@binnacle/persistence';
import type { OpenQuestion } from './open-question.js';
import type { Question, QuestionState } from './question.js';

interface Row {
  project: string;
  id: string;
  msg_id: string;
  state: QuestionState;
  agent_id: string | null;
  session_id: string | null;
  graph_id: string | null;
  node_id: string | null;
  question: string;
  options: Question['options'];
  asked_at: Date;
  answer: string | null;
  answered_by: string | null;
  closed_at: Date | null;
}

const COLUMNS = Prisma.sql`project, id, msg_id, state::text AS state, agent_id, session_id, graph_id, node_id, question, options, asked_at, answer, answered_by, closed_at`;

/** A question known by its text alone may be asked again once it is closed; one with a msg_id of its own may not. */
const RELEASE_KEY = Prisma.sql`CASE WHEN msg_id = id THEN dedupe_key || ':' || id ELSE dedupe_key END`;

const toQuestion = (row: Row): Question => ({
  project: row.project,
  id: row.id,
  msgId: row.msg_id,
  state: row.state,
  agentId: row.agent_id,
  sessionId: row.session_id,
  graphId: row.graph_id,
  nodeId: row.node_id,
  question: row.question,
  options: row.options,
  askedAt: row.asked_at.toISOString(),
  answer: row.answer,
  answeredBy: row.answered_by,
  closedAt: row.closed_at?.toISOString() ?? null,
});

/** Ids of those that were new. A repeat, or an id that another event has already, opens nothing. */
export async function insertOpen(tx: ArchiveTransaction, questions: readonly OpenQuestion[]): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO questions (project, id, agent_id, session_id, graph_id, node_id, msg_id, dedupe_key, question, options, asked_at)
    SELECT q.project, q.id, q.agent_id, q.session_id, q.graph_id, q.node_id, q.msg_id, q.dedupe_key, q.question, q.options, q.asked_at
    FROM json_to_recordset(${JSON.stringify(questions)}::json) AS q(project text, id text, agent_id text, session_id text,
      graph_id text, node_id text, msg_id text, dedupe_key text, question text, options jsonb, asked_at timestamptz)
    WHERE NOT EXISTS (SELECT 1 FROM event_ids e WHERE e.project = q.project AND e.id = q.id)
    ON CONFLICT DO NOTHING
    RETURNING id`;
  return new Set(rows.map(({ id }) => id));
}

export interface Closing {
  readonly project: string;
  readonly state: Exclude<QuestionState, 'open'>;
  readonly answer: string | null;
  readonly by: string;
  readonly at: string;
}

/** Closes what `where` selects among the open ones. */
export async function close(tx: ArchiveTransaction, closing: Closing, where: Prisma.Sql): Promise<Question[]> {
  const rows = await tx.$queryRaw<Row[]>`
    UPDATE questions SET state = ${closing.state}::question_state, answer = ${closing.answer}, answered_by = ${closing.by},
      closed_at = ${closing.at}::timestamptz, dedupe_key = ${RELEASE_KEY}
    WHERE project = ${closing.project} AND state = 'open' AND (${where})
    RETURNING ${COLUMNS}`;
  return rows.map(toQuestion);
}

/** Newest first. */
export async function select(tx: ArchiveTransaction, where: Prisma.Sql, limit: number): Promise<Question[]> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT ${COLUMNS} FROM questions WHERE ${where} ORDER BY asked_at DESC, id DESC LIMIT ${limit}`;
  return rows.map(toQuestion);
}
