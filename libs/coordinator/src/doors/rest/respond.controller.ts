import { DEFAULT_PROJECT } from '@binnacle/events';
import { Body, Controller, Headers, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { questionToWire } from '../../questions/question.js';
import { QuestionsService } from '../../questions/questions.service.js';
import { ANSWER_BODY } from './openapi.js';
import { readAnswer } from './read-answer.js';

/** Where people answer: the card's form, and the same as JSON. */
@ApiTags('questions')
@Controller('agent')
export class RespondController {
  constructor(private readonly questions: QuestionsService) {}

  @Post(':agent_id/respond')
  @ApiOperation({
    summary: 'Answer an agent’s question',
    description:
      'Names the question by `question_id`, `msg_id` or its text; without any, the agent’s only open question. The first answer wins. An agent without id is `-`.',
  })
  @ApiConsumes('application/json', 'application/x-www-form-urlencoded')
  @ApiParam({
    name: 'agent_id',
    schema: { type: 'string', examples: ['deployer'] },
    description: '`-` for an agent without id',
  })
  @ApiBody(ANSWER_BODY)
  @ApiResponse({
    status: 200,
    description: 'JSON: the question, answered',
    schema: { $ref: '#/components/schemas/AnsweredQuestion' },
  })
  @ApiResponse({ status: 204, description: 'To a Datastar form' })
  @ApiResponse({ status: 303, description: 'To a plain form' })
  @ApiResponse({ status: 404, description: 'question_not_found' })
  @ApiResponse({ status: 409, description: 'question_closed with answered_by and answered_at; question_ambiguous' })
  async respond(
    @Param('agent_id') agentId: string,
    @Body() body: unknown,
    @Headers('content-type') contentType: string | undefined,
    @Headers('datastar-request') datastar: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const given = await readAnswer(body, contentType);
    const by = given.by ?? `${given.form ? 'dashboard' : 'api'} (${request.ip})`;
    const reference = { project: DEFAULT_PROJECT, agentId: agentId === '-' ? null : agentId, ...given };
    const question = await this.questions.answer(reference, { answer: given.answer, by, repeatable: given.form });
    // The card closes through the stream, on every screen alike: nothing to paint here.
    if (datastar) void reply.code(204).send();
    else if (given.form) void reply.redirect('/', 303);
    else void reply.code(200).send({ ...questionToWire(question), question_id: question.id });
  }
}
