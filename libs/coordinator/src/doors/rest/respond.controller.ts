import { actorOf } from '@binnacle/auth';
import { actorName, projectOf, Requires } from '@binnacle/http';
import { Body, Controller, Headers, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AnswersService } from '../../questions/answers.service.js';
import { questionToWire } from '../../questions/question.js';
import { ANSWER_BODY, REPLY_BODY } from './openapi.js';
import { type ReadAnswer, readAnswer } from './read-answer.js';

/** Where people answer: the card's form, and the same as JSON. */
@ApiTags('questions')
@Requires('answer')
@Controller()
export class RespondController {
  constructor(private readonly answers: AnswersService) {}

  @Post('agent/:agent_id/respond')
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
    const given = await readAnswer(body, contentType, 'ignored');
    await this.give({ ...given, agentId: agentId === '-' ? null : agentId }, Boolean(datastar), request, reply);
  }

  @Post('api/v1/questions/:id/answer')
  @ApiOperation({
    summary: 'Answer a question, in parts',
    description:
      'The first answer wins. `decision` of an approval, with `edited_args`, `message` and how long it lasts (`scope`, `args`); `value` of a choice, several, or a form; `answer` is all of it as one text. `shown_hash` binds the answer to what was read.',
  })
  @ApiConsumes('application/json', 'application/x-www-form-urlencoded')
  @ApiParam({ name: 'id', schema: { type: 'string', examples: ['ex-approval'] } })
  @ApiBody(REPLY_BODY)
  @ApiResponse({
    status: 200,
    description: 'JSON: the question, answered',
    schema: { $ref: '#/components/schemas/AnsweredQuestion' },
  })
  @ApiResponse({ status: 204, description: 'To a Datastar form' })
  @ApiResponse({ status: 303, description: 'To a plain form' })
  @ApiResponse({ status: 404, description: 'question_not_found' })
  @ApiResponse({ status: 409, description: 'question_closed with answered_by and answered_at; question_changed' })
  async answer(
    @Param('id') id: string,
    @Body() body: unknown,
    @Headers('content-type') contentType: string | undefined,
    @Headers('datastar-request') datastar: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const given = await readAnswer(body, contentType, 'refused');
    await this.give({ ...given, agentId: null, questionId: id }, Boolean(datastar), request, reply);
  }

  private async give(
    given: ReadAnswer & { readonly agentId: string | null },
    datastar: boolean,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const isForm = given.form !== undefined;
    const by = actorName(request, { given: given.by, door: isForm ? 'dashboard' : 'api' });
    const question = await this.answers.answer(
      { project: projectOf(request), ...given },
      { ...given, by, as: actorOf(request), repeatable: isForm },
    );
    // The card closes through the stream, on every screen alike: nothing to paint here.
    if (datastar) void reply.code(204).send();
    else if (isForm) void reply.redirect('/', 303);
    else void reply.code(200).send({ ...questionToWire(question), question_id: question.id });
  }
}
