import { BinnacleError } from '@binnacle/events';
import { Injectable } from '@nestjs/common';
import { AnswersService, type AnswerToGive } from './answers.service.js';
import { type Question, questionToWire } from './question.js';

/** Answers of one batch. */
export const MAX_BATCH = 100;

export interface BatchItem {
  readonly questionId: string;
  readonly given: AnswerToGive;
}

export interface BatchResult {
  readonly question_id: string;
  readonly answered: boolean;
  /** Why not. */
  readonly code?: string;
  readonly detail?: string;
  /** Who was first. */
  readonly answered_by?: string | null;
  readonly question?: ReturnType<typeof questionToWire>;
}

/** Many answers at once, each on its own: one that comes too late, or to a question that changed, keeps no other from being given. */
@Injectable()
export class BatchAnswersService {
  constructor(private readonly answers: AnswersService) {}

  /** Results in the order of the items. @throws LifecycleError when the archive is away: ask again, those that were given are told */
  answer(project: string, items: readonly BatchItem[]): Promise<BatchResult[]> {
    return Promise.all(items.map((item) => this.one(project, item)));
  }

  private async one(project: string, { questionId, given }: BatchItem): Promise<BatchResult> {
    try {
      const question: Question = await this.answers.answer({ project, agentId: null, questionId }, given);
      return { question_id: question.id, answered: true, question: questionToWire(question) };
    } catch (error) {
      if (!(error instanceof BinnacleError) || error.status >= 500) throw error;
      const { code, detail, context } = error;
      const by = typeof context.answered_by === 'string' ? { answered_by: context.answered_by } : {};
      return { question_id: questionId, answered: false, code, detail, ...by };
    }
  }
}
