import { BinnacleError, isStorableText } from '@binnacle/events';
import { type ArchiveTransaction, Prisma, PrismaService } from '@binnacle/persistence';
import { Injectable } from '@nestjs/common';
import type { Question, QuestionState } from './question.js';
import { select } from './question-rows.js';

export interface QuestionFilter {
  readonly project: string;
  readonly state?: QuestionState;
  readonly agentId?: string;
  readonly sessionId?: string;
  /** Answered, and the agent has not taken it for a while. */
  readonly undelivered?: boolean;
  /** 1 … 1,000. */
  readonly limit: number;
}

/** How an answer names its question: by id, else by the agent's msg_id, else by text, else the agent's only open one. */
export interface QuestionReference {
  readonly project: string;
  readonly agentId: string | null;
  readonly questionId?: string;
  readonly msgId?: string;
  readonly question?: string;
}

/** Finds questions. */
@Injectable()
export class QuestionBook {
  constructor(private readonly prisma: PrismaService) {}

  /** Newest first. */
  list({ project, state, agentId, sessionId, undelivered, limit }: QuestionFilter): Promise<Question[]> {
    const conditions = [Prisma.sql`project = ${project}`];
    if (state) conditions.push(Prisma.sql`state = ${state}::question_state`);
    if (agentId) conditions.push(Prisma.sql`agent_id = ${agentId}`);
    if (sessionId) conditions.push(Prisma.sql`session_id = ${sessionId}`);
    if (undelivered) conditions.push(Prisma.sql`undelivered_since IS NOT NULL AND delivered_at IS NULL`);
    return select(this.prisma, Prisma.join(conditions, ' AND '), limit);
  }

  /** By id, else the newest with this msg_id. @throws BinnacleError `question_not_found` */
  async find(project: string, idOrMsgId: string): Promise<Question> {
    assertFindable(idOrMsgId);
    const [byId] = await select(this.prisma, Prisma.sql`project = ${project} AND id = ${idOrMsgId}`, 1);
    if (byId) return byId;
    const [byMessage] = await select(this.prisma, Prisma.sql`project = ${project} AND msg_id = ${idOrMsgId}`, 1);
    if (!byMessage) throw notFound(`no question has the id or msg_id ${JSON.stringify(idOrMsgId.slice(0, 128))}`);
    return byMessage;
  }

  /** Of one session: open ones, and those whose agent has not gone on yet. Newest first. @param limit 1 … 1,000 */
  unresumed(project: string, sessionId: string, limit: number): Promise<Question[]> {
    assertFindable(sessionId);
    const isWaiting = Prisma.sql`project = ${project} AND session_id = ${sessionId} AND resumed_at IS NULL AND mismatched_at IS NULL
      AND state IN ('open', 'answered')`;
    return select(this.prisma, isWaiting, limit);
  }

  /** The newest question of an agent with this msg_id. */
  async ofAgent(project: string, agentId: string, msgId: string): Promise<Question | undefined> {
    const isIts = Prisma.sql`project = ${project} AND msg_id = ${msgId} AND agent_id = ${agentId}`;
    return (await select(this.prisma, isIts, 1))[0];
  }

  async byKey(project: string, dedupeKey: string): Promise<Question | undefined> {
    const [question] = await select(this.prisma, Prisma.sql`project = ${project} AND dedupe_key = ${dedupeKey}`, 1);
    return question;
  }

  findAll(project: string, ids: readonly string[]): Promise<Question[]> {
    return select(this.prisma, Prisma.sql`project = ${project} AND id = ANY(${[...ids]}::text[])`, ids.length);
  }

  /** The question an answer is for. @throws BinnacleError `question_not_found`, `question_ambiguous` */
  async resolve(transaction: ArchiveTransaction, reference: QuestionReference): Promise<Question> {
    const { project, agentId, questionId, msgId, question } = reference;
    const conditions = [Prisma.sql`project = ${project}`];
    if (questionId) conditions.push(Prisma.sql`id = ${questionId}`);
    else {
      conditions.push(Prisma.sql`agent_id IS NOT DISTINCT FROM ${agentId}`);
      if (msgId) conditions.push(Prisma.sql`msg_id = ${msgId}`);
      else if (question) conditions.push(Prisma.sql`question = ${question}`);
      else conditions.push(Prisma.sql`state = 'open'`);
    }
    const found = await select(transaction, Prisma.join(conditions, ' AND '), 100);
    const open = found.filter(({ state }) => state === 'open');
    // Without a name only "the open one" can be meant; a closed one found by name is answered with who closed it.
    const [target, other] = questionId || msgId || question ? [open[0] ?? found[0], undefined] : open;
    if (!target)
      throw notFound(`agent ${JSON.stringify(agentId)} has no ${questionId || msgId ? 'such' : 'open'} question`);
    if (!other) return target;
    throw new BinnacleError(
      'question_ambiguous',
      `agent ${JSON.stringify(agentId)} has ${open.length} open questions`,
      {
        msg_ids: open.map((item) => item.msgId),
      },
    );
  }
}

/** Postgres refuses such text as a parameter; no question can have it. */
export function assertFindable(text: string): void {
  if (!isStorableText(text)) throw notFound('no question has text in its id that Postgres cannot store');
}

export const notFound = (detail: string) => new BinnacleError('question_not_found', detail);
