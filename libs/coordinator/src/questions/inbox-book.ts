import { EventTypes, type QuestionKind, splitType } from '@binnacle/events';
import { Prisma, PrismaService } from '@binnacle/persistence';
import { Injectable } from '@nestjs/common';
import type { Question } from './question.js';
import { COLUMNS, type QuestionRow, toQuestion } from './question-row.js';

/** `wait`: overdue first, then what ends within five minutes, then who has waited longest. `cost`: by what the session has cost so far. */
export const INBOX_SORTS = ['wait', 'cost'] as const;
export type InboxSort = (typeof INBOX_SORTS)[number];

export interface InboxFilter {
  readonly project: string;
  readonly agentId?: string;
  /** One question alone. */
  readonly question?: string;
  readonly kind?: QuestionKind;
  /** Part of the question's text or of the tool's name, in any case. */
  readonly text?: string;
  /** Assigned to this person, or to nobody. */
  readonly mine?: string;
  readonly sort?: InboxSort;
  /** Questions left out from the front. */
  readonly skip?: number;
  readonly limit: number;
}

export interface InboxComment {
  readonly questionId: string;
  readonly by: string;
  readonly text: string;
  readonly at: string;
}

export interface InboxPage {
  readonly questions: readonly Question[];
  /** All that the filter selects. */
  readonly count: number;
  readonly overdue: number;
  /** US dollars of their sessions so far, by session. */
  readonly costs: ReadonlyMap<string, number>;
  readonly comments: readonly InboxComment[];
  /** Open approvals by tool. */
  readonly alike: ReadonlyMap<string, number>;
  /** Closed a moment ago, newest first: somebody may be writing an answer. */
  readonly closed: readonly Question[];
}

const SOON_MS = 300_000;
const JUST_CLOSED_MS = 60_000;
const CLOSED_SHOWN = 5;
const COMMENTS_READ = 200;
const TOOLS_READ = 100;

/** What people see who answer for everybody: open questions in the order of their need. */
@Injectable()
export class InboxBook {
  constructor(private readonly prisma: PrismaService) {}

  async open(filter: InboxFilter): Promise<InboxPage> {
    const where = whereOf(filter);
    const [questions, [sums], alike, closed] = await Promise.all([
      this.questions(filter, where),
      this.prisma.$queryRaw<{ count: bigint; overdue: bigint }[]>`
        SELECT count(*) AS count, count(*) FILTER (WHERE expires_at <= now()) AS overdue FROM questions q WHERE ${where}`,
      this.prisma.$queryRaw<{ tool: string; count: bigint }[]>`
        SELECT action->>'tool' AS tool, count(*) AS count FROM questions
        WHERE project = ${filter.project} AND state = 'open' AND kind = 'approval' AND action IS NOT NULL
        GROUP BY 1 ORDER BY 2 DESC LIMIT ${TOOLS_READ}`,
      this.justClosed(filter.project),
    ]);
    const [costs, comments] = await Promise.all([
      this.costs(filter.project, questions),
      this.comments(filter.project, questions),
    ]);
    return {
      questions,
      count: Number(sums?.count ?? 0),
      overdue: Number(sums?.overdue ?? 0),
      costs,
      comments,
      alike: new Map(alike.map(({ tool, count }) => [tool, Number(count)])),
      closed,
    };
  }

  /** Open approvals of one tool, the longest waiting first. */
  async alike(project: string, tool: string, limit: number): Promise<Question[]> {
    const rows = await this.prisma.$queryRaw<QuestionRow[]>`
      SELECT ${COLUMNS} FROM questions WHERE project = ${project} AND state = 'open' AND kind = 'approval' AND action->>'tool' = ${tool}
      ORDER BY asked_at, id LIMIT ${limit}`;
    return rows.map(toQuestion);
  }

  private async questions({ project, sort, skip = 0, limit }: InboxFilter, where: Prisma.Sql): Promise<Question[]> {
    const soon = new Date(Date.now() + SOON_MS).toISOString();
    const need = Prisma.sql`(expires_at <= now()) DESC NULLS LAST, (expires_at <= ${soon}::timestamptz) DESC NULLS LAST, asked_at, id`;
    const costs = Prisma.sql`LEFT JOIN (
      SELECT value, sum(cost_usd) AS cost FROM rollups WHERE project = ${project} AND step = 86400 AND dimension = 'session' GROUP BY value
    ) AS spent ON spent.value = q.session_id`;
    // The narrow columns are sorted, and only those that are shown are read whole.
    const rows = await this.prisma.$queryRaw<QuestionRow[]>`
      SELECT ${COLUMNS} FROM (
        SELECT q.id AS wanted, row_number() OVER (ORDER BY ${sort === 'cost' ? Prisma.sql`spent.cost DESC NULLS LAST, ` : Prisma.empty}${need}) AS place
        FROM questions q ${sort === 'cost' ? costs : Prisma.empty} WHERE ${where}
        ORDER BY place LIMIT ${limit} OFFSET ${skip}
      ) AS page JOIN questions ON questions.project = ${project} AND questions.id = page.wanted ORDER BY page.place`;
    return rows.map(toQuestion);
  }

  private async justClosed(project: string): Promise<Question[]> {
    const since = new Date(Date.now() - JUST_CLOSED_MS).toISOString();
    const rows = await this.prisma.$queryRaw<QuestionRow[]>`
      SELECT ${COLUMNS} FROM questions
      WHERE project = ${project} AND closed_at > ${since}::timestamptz AND rule_id IS NULL AND state <> 'open'
      ORDER BY closed_at DESC, id DESC LIMIT ${CLOSED_SHOWN}`;
    return rows.map(toQuestion);
  }

  private async costs(project: string, questions: readonly Question[]): Promise<Map<string, number>> {
    const sessions = [...new Set(questions.flatMap(({ sessionId }) => sessionId ?? []))];
    if (sessions.length === 0) return new Map();
    const rows = await this.prisma.$queryRaw<{ value: string; cost: number | null }[]>`
      SELECT value, sum(cost_usd)::float8 AS cost FROM rollups
      WHERE project = ${project} AND step = 86400 AND dimension = 'session' AND value = ANY(${sessions}::text[]) GROUP BY value`;
    return new Map(rows.flatMap(({ value, cost }) => (cost === null ? [] : [[value, cost] as const])));
  }

  private async comments(project: string, questions: readonly Question[]): Promise<InboxComment[]> {
    const ids = questions.map(({ id }) => id);
    if (ids.length === 0) return [];
    const [category, action] = splitType(EventTypes.questionCommented) ?? [];
    const rows = await this.prisma.$queryRaw<{ id: string; at: Date; payload: { by?: string; text?: string } }[]>`
      SELECT parent_id AS id, timestamp AS at, payload FROM events
      WHERE project = ${project} AND parent_id = ANY(${ids}::text[]) AND category = ${category} AND action = ${action}
      ORDER BY seq LIMIT ${COMMENTS_READ}`;
    return rows.map(({ id, at, payload }) => ({
      questionId: id,
      by: payload.by ?? 'somebody',
      text: payload.text ?? '',
      at: at.toISOString(),
    }));
  }
}

function whereOf({ project, agentId, question, kind, text, mine }: InboxFilter): Prisma.Sql {
  const parts = [Prisma.sql`q.project = ${project} AND q.state = 'open'`];
  if (agentId) parts.push(Prisma.sql`q.agent_id = ${agentId}`);
  if (question) parts.push(Prisma.sql`q.id = ${question}`);
  if (kind) parts.push(Prisma.sql`q.kind = ${kind}`);
  if (mine) parts.push(Prisma.sql`(q.assigned_to IS NULL OR q.assigned_to = ${mine})`);
  if (text) {
    const like = `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    parts.push(Prisma.sql`(q.question ILIKE ${like} OR q.action->>'tool' ILIKE ${like})`);
  }
  return Prisma.join(parts, ' AND ');
}
