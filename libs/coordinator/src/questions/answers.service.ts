import { type Acting, Audit } from '@binnacle/auth';
import { actionHash, BinnacleError } from '@binnacle/events';
import { type ArchiveTransaction, Prisma } from '@binnacle/persistence';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { ApprovalRules, type ArgsMatch } from '../rules/approval-rules.js';
import { formReply } from './form-reply.js';

import type { Question } from './question.js';
import { assertFindable, notFound, QuestionBook, type QuestionReference } from './question-book.js';
import { QuestionChanges } from './question-changes.js';
import { resumedEvent } from './question-events.js';
import { close, select } from './question-rows.js';
import { answerText, type GivenReply, readReply } from './reply.js';

export interface AnswerToGive extends GivenReply {
  /** Who answers, as the loser of a race will read it. */
  readonly by: string;
  /** For the audit log. Undefined: it came from inside, as from a plugin. */
  readonly as?: Acting;
  /** Of what the one who answers has seen; refused when the question is another one. */
  readonly shownHash?: string;
  /** Of an approval that lasts: the same arguments only (default), or any. */
  readonly args?: ArgsMatch;
  /** The fields of an HTML form: the question says what they mean. */
  readonly form?: URLSearchParams;
  /**
   * The same answer by the same person again is a success. For forms: Chromium repeats a POST by itself when a kept-alive
   * connection was reset.
   */
  readonly repeatable?: boolean;
}

/** The transition people make. Waiting for it is `QuestionWaiters`. */
@Injectable()
export class AnswersService {
  constructor(
    private readonly book: QuestionBook,
    private readonly changes: QuestionChanges,
    private readonly rules: ApprovalRules,
    private readonly audit: Audit,
  ) {}

  /**
   * Answers a question: the first answer wins, atomically, and commits together with its `agent:resumed`, and with the rule
   * that makes an approval last.
   *
   * @throws BinnacleError `question_not_found`, `question_ambiguous`, `answer_invalid`, `question_changed`, `question_closed`
   * with who answered and when
   */
  answer(reference: QuestionReference, given: AnswerToGive): Promise<Question> {
    assertFindable(reference.agentId ?? '');
    const eventId = uuidv7();
    const at = new Date().toISOString();
    return this.changes.run(async (transaction) => {
      const target = await this.book.resolve(transaction, reference);
      if (target.state !== 'open')
        return { events: [], value: await alreadyClosed(transaction, target, given, eventId) };
      assertSeen(target, given.shownHash);
      const reply = readReply(target, partsOf(target, given));
      const ends = {
        project: target.project,
        state: 'answered',
        answer: answerText(reply),
        reply,
        by: given.by,
        at,
      } as const;
      const [closed] = await close(
        transaction,
        { ...ends, actionHash: approved(target, reply) },
        Prisma.sql`id = ${target.id}`,
      );
      if (!closed) return { events: [], value: await alreadyClosed(transaction, target, given, eventId) };
      const lasting = await this.rules.add(transaction, closed, { by: given.by, at, args: given.args ?? 'same' });
      await this.record(closed, given, transaction);
      return { events: [resumedEvent(closed, at, eventId), ...lasting], value: closed };
    });
  }

  private record({ project, id, agentId, reply }: Question, { as, by }: AnswerToGive, transaction: ArchiveTransaction) {
    const detail = { by, agent_id: agentId, decision: reply?.decision ?? null, scope: reply?.scope ?? null };
    const acting = as ?? { who: { kind: 'server', name: by } as const };
    const record = { ...acting, what: 'question.answered', target: `question:${id}`, project, detail };
    return this.audit.record(record, transaction);
  }
}

const partsOf = (question: Question, given: AnswerToGive): GivenReply =>
  given.form ? { ...given, ...formReply(question, given.form) } : given;

/** What may run now: the action, or the action as it was edited. */
function approved(
  { action }: Question,
  { decision, edited_args: edited }: ReturnType<typeof readReply>,
): string | null {
  if (!action || (decision !== 'approve' && decision !== 'edit')) return null;
  return actionHash(edited ? { tool: action.tool, args: edited } : action);
}

function assertSeen({ id, shownHash }: Question, seen: string | undefined): void {
  if (seen === undefined || seen === shownHash) return;
  throw new BinnacleError('question_changed', 'what was shown is not what the agent asks', {
    question_id: id,
    shown_hash: shownHash,
  });
}

/**
 * A group commit may run twice when the connection broke, and a browser may send a form twice: then the answer found here
 * is our own.
 */
async function alreadyClosed(
  transaction: ArchiveTransaction,
  { project, id }: Question,
  given: AnswerToGive,
  eventId: string,
): Promise<Question> {
  const [question] = await select(transaction, Prisma.sql`project = ${project} AND id = ${id}`, 1);
  if (!question) throw notFound(`no question has the id ${id}`);
  if (given.repeatable && question.answeredBy === given.by && isSame(question, given)) return question;
  const ours = await transaction.$queryRaw<
    unknown[]
  >`SELECT 1 FROM event_ids WHERE project = ${project} AND id = ${eventId}`;
  if (ours.length > 0) return question;
  throw closedError(question);
}

function isSame(question: Question, given: AnswerToGive): boolean {
  try {
    return question.answer === answerText(readReply(question, partsOf(question, given)));
  } catch {
    return false;
  }
}

/** Who was first, and what they said. */
export function closedError(question: Question): BinnacleError {
  const how = { answered: `answered by ${question.answeredBy}`, expired: 'not answered in time' };
  const what = question.state === 'withdrawn' ? 'withdrawn by its agent' : how[question.state as keyof typeof how];
  return new BinnacleError('question_closed', `the question was ${what} at ${question.closedAt}`, {
    question_id: question.id,
    state: question.state,
    answer: question.answer,
    answered_by: question.answeredBy,
    answered_at: question.closedAt,
  });
}
