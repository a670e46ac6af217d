import { BinnacleError, isStorableText } from '@binnacle/events';
import { AcceptService } from '@binnacle/ingest';
import { type ArchiveTransaction, EventArchive, Prisma, PrismaService } from '@binnacle/persistence';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Question, QuestionState } from './question.js';
import { questionCompanion } from './question-companion.js';
import { close, select } from './question-rows.js';
import { resumedEvent } from './resumed-event.js';

export interface QuestionFilter {
  readonly project: string;
  readonly state?: QuestionState;
  readonly agentId?: string;
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

export interface AnswerToGive {
  readonly answer: string;
  /** Who answers, as the loser of a race will read it. */
  readonly by: string;
  /**
   * The same answer by the same person again is a success. For forms: Chromium repeats a POST by itself when a kept-alive
   * connection was reset.
   */
  readonly repeatable?: boolean;
}

/** The questions agents wait on: finding them, and the one transition people make. Waiting is `QuestionWaiters`. */
@Injectable()
export class QuestionsService implements OnModuleInit {
  constructor(
    private readonly archive: EventArchive,
    private readonly prisma: PrismaService,
    private readonly acceptance: AcceptService,
  ) {}

  onModuleInit(): void {
    this.acceptance.register(questionCompanion);
  }

  list({ project, state, agentId, limit }: QuestionFilter): Promise<Question[]> {
    const conditions = [Prisma.sql`project = ${project}`];
    if (state) conditions.push(Prisma.sql`state = ${state}::question_state`);
    if (agentId) conditions.push(Prisma.sql`agent_id = ${agentId}`);
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

  findAll(project: string, ids: readonly string[]): Promise<Question[]> {
    return select(this.prisma, Prisma.sql`project = ${project} AND id = ANY(${[...ids]}::text[])`, ids.length);
  }

  /**
   * Answers a question: the first answer wins, atomically, and commits together with its `agent:resumed`.
   *
   * @throws BinnacleError `question_not_found`, `question_ambiguous`, `question_closed` with who answered and when
   */
  async answer(reference: QuestionReference, { answer, by, repeatable }: AnswerToGive): Promise<Question> {
    assertFindable(reference.agentId ?? '');
    const eventId = uuidv7();
    const at = new Date().toISOString();
    const { value } = await this.archive.transact({
      prepare: async (transaction) => {
        const target = await this.resolve(transaction, reference);
        const [closed] = await close(
          transaction,
          { project: reference.project, state: 'answered', answer, by, at },
          Prisma.sql`id = ${target.id}`,
        );
        if (!closed) {
          const given = { answer, by, repeatable, eventId };
          return { events: [], value: await this.alreadyClosed(transaction, target, given) };
        }
        const resumed = resumedEvent(closed, { eventId, answer, by, at });
        return { events: [this.acceptance.filtered(resumed)], value: closed };
      },
    });
    return value;
  }

  private async resolve(transaction: ArchiveTransaction, reference: QuestionReference): Promise<Question> {
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
    if (other) {
      throw new BinnacleError(
        'question_ambiguous',
        `agent ${JSON.stringify(agentId)} has ${open.length} open questions`,
        {
          msg_ids: open.map((item) => item.msgId),
        },
      );
    }
    return target;
  }

  /**
   * A group commit may run twice when the connection broke, and a browser may send a form twice: then the answer found
   * here is our own.
   */
  private async alreadyClosed(
    transaction: ArchiveTransaction,
    { project, id }: Question,
    given: AnswerToGive & { readonly eventId: string },
  ): Promise<Question> {
    const [question] = await select(transaction, Prisma.sql`project = ${project} AND id = ${id}`, 1);
    if (!question) throw notFound(`no question has the id ${id}`);
    if (given.repeatable && question.answer === given.answer && question.answeredBy === given.by) return question;
    const ours = await transaction.$queryRaw<
      unknown[]
    >`SELECT 1 FROM event_ids WHERE project = ${project} AND id = ${given.eventId}`;
    if (ours.length > 0) return question;
    const how =
      question.state === 'withdrawn' ? 'withdrawn when the agent ended' : `answered by ${question.answeredBy}`;
    throw new BinnacleError('question_closed', `the question was ${how} at ${question.closedAt}`, {
      question_id: question.id,
      state: question.state,
      answer: question.answer,
      answered_by: question.answeredBy,
      answered_at: question.closedAt,
    });
  }
}

/** Postgres refuses such text as a parameter; no question can have it. */
function assertFindable(text: string): void {
  if (!isStorableText(text)) throw notFound('no question has text in its id that Postgres cannot store');
}

const notFound = (detail: string) => new BinnacleError('question_not_found', detail);
