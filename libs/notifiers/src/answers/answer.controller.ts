import { AnswersService } from '@binnacle/coordinator';
import { BinnacleError } from '@binnacle/events';
import { Requires } from '@binnacle/http';
import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { AnswerTokens } from './answer-tokens.js';

/** Where the buttons of a notification lead. The token is all there is: no cookie, no key. A GET does nothing, as previews send them. */
@ApiExcludeController()
@Controller('notify/answer')
@Requires('public')
export class AnswerController {
  constructor(
    private readonly tokens: AnswerTokens,
    private readonly answers: AnswersService,
  ) {}

  @Post(':token')
  @HttpCode(200)
  async answer(@Param('token') token: string) {
    const { project, questionId, shownHash, reply, by } = await this.tokens.read(token);
    try {
      const given = { ...reply, by, shownHash };
      const question = await this.answers.answer({ project, agentId: null, questionId }, given);
      await this.tokens.spend({ project, questionId });
      return { question_id: question.id, answer: question.answer, answered_by: question.answeredBy };
    } catch (error) {
      // Spent after the answer and not before: what fails in between may be tried again, and a second answer is refused anyway.
      if (error instanceof BinnacleError && error.code === 'question_closed')
        await this.tokens.spend({ project, questionId });
      throw error;
    }
  }
}
