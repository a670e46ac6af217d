import { actorName, projectOf, Requires } from '@binnacle/http';
import { Body, Controller, Delete, Headers, HttpCode, Param, Post, Put, Req } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { type Question, questionToWire, type WireQuestion } from '../../questions/question.js';
import { DEFAULT_CLAIM_SECONDS, MAX_CLAIM_SECONDS, QuestionDesk } from '../../questions/question-desk.js';
import { ASSIGN_BODY, CLAIM_BODY, COMMENT_BODY } from './openapi.js';
import { amountField, readFields, textField } from './read-fields.js';

const COMMENT_CHARS = 10_000;
const QUESTION = { status: 200, description: 'The question', schema: { $ref: '#/components/schemas/Question' } };
const CLOSED = { status: 409, description: 'question_closed' };
const id = { name: 'id', schema: { type: 'string', examples: ['ex-approval'] } };

/** What people do with an open question besides answering it. */
@ApiTags('questions')
@Requires('answer')
@Controller('api/v1/questions/:id')
export class DeskController {
  constructor(private readonly desk: QuestionDesk) {}

  @Post('claim')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Claim a question',
    description:
      'Others see who is answering, for `seconds`. Claiming again renews it; somebody else’s claim is taken over.',
  })
  @ApiParam(id)
  @ApiBody(CLAIM_BODY)
  @ApiResponse(QUESTION)
  @ApiResponse(CLOSED)
  claim(
    @Param('id') question: string,
    @Body() body: unknown,
    @Headers('content-type') type: string | undefined,
    @Req() request: FastifyRequest,
  ): Promise<WireQuestion> {
    return this.with(question, body, type, request, ['seconds'], (named, fields) =>
      this.desk.claim(
        named,
        amountField(fields, 'seconds', { min: 1, max: MAX_CLAIM_SECONDS, absent: DEFAULT_CLAIM_SECONDS }),
      ),
    );
  }

  @Delete('claim')
  @ApiOperation({ summary: 'Release a question' })
  @ApiParam(id)
  @ApiResponse(QUESTION)
  @ApiResponse(CLOSED)
  release(@Param('id') question: string, @Req() request: FastifyRequest): Promise<WireQuestion> {
    return this.with(question, undefined, undefined, request, [], (named) => this.desk.release(named));
  }

  @Put('assignee')
  @ApiOperation({ summary: 'Say who is to answer', description: 'An empty `to`: nobody any more.' })
  @ApiParam(id)
  @ApiBody(ASSIGN_BODY)
  @ApiResponse(QUESTION)
  @ApiResponse(CLOSED)
  assign(
    @Param('id') question: string,
    @Body() body: unknown,
    @Headers('content-type') type: string | undefined,
    @Req() request: FastifyRequest,
  ): Promise<WireQuestion> {
    return this.with(question, body, type, request, ['to'], (named, fields) =>
      this.desk.assign(named, textField(fields, 'to', { absent: '' })),
    );
  }

  @Post('comments')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Leave a word for the others',
    description: 'On the question’s timeline; the agent does not see it.',
  })
  @ApiParam(id)
  @ApiBody(COMMENT_BODY)
  @ApiResponse(QUESTION)
  comment(
    @Param('id') question: string,
    @Body() body: unknown,
    @Headers('content-type') type: string | undefined,
    @Req() request: FastifyRequest,
  ): Promise<WireQuestion> {
    return this.with(question, body, type, request, ['text'], (named, fields) =>
      this.desk.comment(named, textField(fields, 'text', { limit: COMMENT_CHARS })),
    );
  }

  private async with(
    question: string,
    body: unknown,
    type: string | undefined,
    request: FastifyRequest,
    own: readonly string[],
    work: (
      named: Parameters<QuestionDesk['release']>[0],
      fields: Awaited<ReturnType<typeof readFields>>,
    ) => Promise<Question>,
  ): Promise<WireQuestion> {
    const fields = await readFields(body, type, [...own, 'by']);
    const by = actorName(request, { given: textField(fields, 'by', { absent: '' }) || undefined, door: 'api' });
    return questionToWire(await work({ project: projectOf(request), id: question, by }, fields));
  }
}
