import { actionHash, BinnacleError, EventTypes, type JsonObject } from '@binnacle/events';
import { Prisma } from '@binnacle/persistence';
import { Injectable, Logger } from '@nestjs/common';

import type { Question } from './question.js';
import { notFound } from './question-book.js';
import { QuestionChanges } from './question-changes.js';
import { questionEvent } from './question-events.js';
import { select, update } from './question-rows.js';

export interface GoingOn {
  readonly project: string;
  readonly id: string;
  /** What the agent is about to do. */
  readonly actionHash?: string;
  /** The same, in full. */
  readonly action?: { readonly tool: string; readonly args: JsonObject };
}

/** The way of a reply back to its agent: taken, and acted on as it was meant. */
@Injectable()
export class DeliveriesService {
  private readonly logger = new Logger('Deliveries');

  constructor(private readonly changes: QuestionChanges) {}

  /** The agent has taken the reply. The first time counts; a question that is still open, or was withdrawn, has none to take. */
  async delivered({ project, id }: Pick<Question, 'project' | 'id'>, door: string): Promise<void> {
    const at = new Date().toISOString();
    await this.changes.run(async (transaction) => {
      const questions = await update(
        transaction,
        Prisma.sql`delivered_at = ${at}::timestamptz, delivered_to = ${door}, undelivered_since = NULL`,
        Prisma.sql`project = ${project} AND id = ${id} AND state IN ('answered', 'expired') AND delivered_at IS NULL`,
      );
      const events = questions.map((question) => questionEvent(question, EventTypes.questionDelivered, { at, door }));
      return { events, value: undefined };
    });
  }

  /** As {@link delivered}, for who can't wait: what fails is told in the log, and the answer is flagged as undelivered. */
  deliveredSoon(question: Pick<Question, 'project' | 'id'>, door: string): void {
    this.delivered(question, door).catch((error) =>
      this.logger.warn({ err: error, question: question.id }, 'a delivery could not be noted'),
    );
  }

  /**
   * The agent goes on with the reply. What it says it will do is held to what was approved.
   *
   * @throws BinnacleError `question_not_found`, `question_open`; `action_mismatch`, which is shown on the question too
   */
  async goesOn({ project, id, action, actionHash: given }: GoingOn): Promise<Question> {
    const at = new Date().toISOString();
    const hash = action ? actionHash(action) : given;
    const { question, mismatch } = await this.changes.run(async (transaction) => {
      const selected = Prisma.sql`project = ${project} AND id = ${id}`;
      const [known] = await select(transaction, selected, 1);
      if (!known) throw notFound(`no question has the id ${JSON.stringify(id.slice(0, 128))}`);
      if (known.state === 'open') throw new BinnacleError('question_open', 'nobody has answered the question yet');
      const differs = hash !== undefined && hash !== known.actionHash;
      const set = differs
        ? Prisma.sql`mismatched_at = COALESCE(mismatched_at, ${at}::timestamptz)`
        : Prisma.sql`resumed_at = COALESCE(resumed_at, ${at}::timestamptz), undelivered_since = NULL,
            delivered_at = COALESCE(delivered_at, ${at}::timestamptz), delivered_to = COALESCE(delivered_to, 'agent')`;
      const [after = known] = await update(transaction, set, selected);
      const isNews = differs ? known.mismatchedAt === null : known.resumedAt === null;
      const event = differs
        ? questionEvent(known, EventTypes.questionMismatched, {
            at,
            expected_hash: known.actionHash,
            action_hash: hash,
          })
        : questionEvent(known, EventTypes.questionContinued, { at });
      return { events: isNews ? [event] : [], value: { question: after, mismatch: differs } };
    });
    if (!mismatch) return question;
    throw new BinnacleError('action_mismatch', 'this is not what was approved', {
      question_id: id,
      expected_hash: question.actionHash,
      action_hash: hash,
    });
  }
}
