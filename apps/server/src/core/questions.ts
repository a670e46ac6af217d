import { AnswersService, QuestionBook } from '@binnacle/coordinator';
import {
  BinnacleError,
  CurrentProject,
  type QuestionInfo,
  type QuestionSelection,
  Questions,
} from '@binnacle/plugin-kit';
import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1_000;

/** Questions as plugins see them. Found when first asked for: the coordinator's module comes after this one. */
@Injectable()
export class BoundQuestions extends Questions {
  constructor(
    private readonly modules: ModuleRef,
    private readonly current: CurrentProject,
  ) {
    super();
  }

  private get book(): QuestionBook {
    return this.modules.get(QuestionBook, { strict: false });
  }

  private get answers(): AnswersService {
    return this.modules.get(AnswersService, { strict: false });
  }

  async list({
    project = this.current.get(),
    state,
    agentId,
    limit = DEFAULT_LIMIT,
  }: QuestionSelection = {}): Promise<readonly QuestionInfo[]> {
    if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
      throw new BinnacleError('invalid_query', `\`limit\` is ${limit}; it must be 1 to ${MAX_LIMIT}`);
    }
    return this.book.list({ project, state, agentId, limit });
  }

  async find(id: string, project = this.current.get()): Promise<QuestionInfo> {
    return this.book.find(project, id);
  }

  async answer(id: string, answer: string, by: string, project = this.current.get()): Promise<QuestionInfo> {
    const { id: questionId, agentId } = await this.find(id, project);
    return this.answers.answer({ project, agentId, questionId }, { answer, by });
  }
}
