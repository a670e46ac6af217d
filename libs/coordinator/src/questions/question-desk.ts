import { BinnacleError, EventTypes } from '@binnacle/events';
import { type ArchiveTransaction, Prisma } from '@binnacle/persistence';
import { Injectable } from '@nestjs/common';
import { closedError } from './answers.service.js';
import type { Question } from './question.js';
import { notFound } from './question-book.js';
import { QuestionChanges } from './question-changes.js';
import { type QuestionEventType, questionEvent } from './question-events.js';
import { close, select, update } from './question-rows.js';

/** Seconds a claim holds unless it is renewed. */
export const DEFAULT_CLAIM_SECONDS = 300;
export const MAX_CLAIM_SECONDS = 86_400;

interface Named {
  readonly project: string;
  readonly id: string;
  readonly by: string;
}

/** What people do with a question besides answering it: it stays open. And what its agent does: it takes it back. */
@Injectable()
export class QuestionDesk {
  constructor(private readonly changes: QuestionChanges) {}

  /** Others see who is answering. Somebody else's claim is taken over, and they are told. @throws BinnacleError `question_not_found`, `question_closed` */
  claim({ project, id, by }: Named, seconds = DEFAULT_CLAIM_SECONDS): Promise<Question> {
    const until = new Date(Date.now() + seconds * 1_000).toISOString();
    const set = Prisma.sql`claimed_by = ${by}, claimed_until = ${until}::timestamptz`;
    return this.whileOpen({ project, id }, set, EventTypes.questionClaimed, { by, until });
  }

  /** @throws BinnacleError `question_not_found`, `question_closed` */
  release({ project, id, by }: Named): Promise<Question> {
    const set = Prisma.sql`claimed_by = NULL, claimed_until = NULL`;
    return this.whileOpen({ project, id }, set, EventTypes.questionReleased, { by });
  }

  /** @param to empty: nobody any more. @throws BinnacleError `question_not_found`, `question_closed` */
  assign({ project, id, by }: Named, to: string): Promise<Question> {
    const set = Prisma.sql`assigned_to = ${to || null}`;
    return this.whileOpen({ project, id }, set, EventTypes.questionAssigned, { by, to });
  }

  /** A word for the others, on the question's timeline; the agent does not see it. @throws BinnacleError `question_not_found` */
  comment({ project, id, by }: Named, text: string): Promise<Question> {
    const at = new Date().toISOString();
    return this.changes.run(async (transaction) => {
      const question = await found(transaction, project, id);
      return { events: [questionEvent(question, EventTypes.questionCommented, { at, by, text })], value: question };
    });
  }

  /** The agent needs no answer any more. Twice is no mistake. @throws BinnacleError `question_not_found`, `question_closed` when it was answered */
  withdraw({ project, id, by }: Named): Promise<Question> {
    const at = new Date().toISOString();
    return this.changes.run(async (transaction) => {
      const closing = { project, state: 'withdrawn', answer: null, by, at } as const;
      const [question] = await close(transaction, closing, Prisma.sql`id = ${id}`);
      if (question)
        return { events: [questionEvent(question, EventTypes.questionWithdrawn, { at, by })], value: question };
      const known = await found(transaction, project, id);
      if (known.state !== 'withdrawn') throw closedError(known);
      return { events: [], value: known };
    });
  }

  private whileOpen(
    { project, id }: Pick<Named, 'project' | 'id'>,
    set: Prisma.Sql,
    type: QuestionEventType,
    payload: Readonly<Record<string, string>>,
  ): Promise<Question> {
    const at = new Date().toISOString();
    return this.changes.run(async (transaction) => {
      const isOpen = Prisma.sql`project = ${project} AND id = ${id} AND state = 'open'`;
      const [question] = await update(transaction, set, isOpen);
      if (!question) throw closedError(await found(transaction, project, id));
      return { events: [questionEvent(question, type, { at, ...payload })], value: question };
    });
  }
}

async function found(transaction: ArchiveTransaction, project: string, id: string): Promise<Question> {
  const [question] = await select(transaction, Prisma.sql`project = ${project} AND id = ${id}`, 1);
  if (!question) throw notFound(`no question has the id ${JSON.stringify(id.slice(0, 128))}`);
  return question;
}

/** A name somebody gave themselves. @throws BinnacleError `field_invalid` */
export function assertName(field: string, value: string, limit = 256): void {
  if (value.trim() !== '' && value.length <= limit) return;
  throw new BinnacleError('field_invalid', `\`${field}\` must be a text of 1 to ${limit} characters`, { field, limit });
}
