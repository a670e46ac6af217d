import { BinnacleError, isStorableText } from '@binnacle/events';
import { InProject, Requires } from '@binnacle/http';
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DeliveriesService } from '../../questions/deliveries.service.js';
import {
  isToDeliver,
  QUESTION_STATES,
  type QuestionState,
  questionToWire,
  type WireQuestion,
} from '../../questions/question.js';
import { QuestionBook } from '../../questions/question-book.js';
import { QuestionWaiters } from '../../questions/question-waiters.js';
import { integerParameter } from './query.js';

/** Seconds one request may wait: below the 60 s at which proxies and clients usually give up. */
export const MAX_WAIT_SECONDS = 55;

@ApiTags('questions')
@Controller('api/v1/questions')
export class QuestionsController {
  constructor(
    private readonly questions: QuestionBook,
    private readonly waiters: QuestionWaiters,
    private readonly deliveries: DeliveriesService,
  ) {}

  @Get()
  @Requires('read')
  @ApiOperation({ summary: 'List questions, newest first' })
  @ApiQuery({
    name: 'state',
    required: false,
    schema: { type: 'string', enum: [...QUESTION_STATES], examples: ['open'] },
  })
  @ApiQuery({ name: 'agent_id', required: false, schema: { type: 'string', examples: ['deployer'] } })
  @ApiQuery({ name: 'session_id', required: false, schema: { type: 'string', examples: ['run-42'] } })
  @ApiQuery({
    name: 'undelivered',
    required: false,
    schema: { type: 'boolean', examples: [true] },
    description: 'Only those whose answer no agent has taken for a minute',
  })
  @ApiQuery({
    name: 'limit',
    required: false,
    schema: { type: 'integer', minimum: 1, maximum: 1_000, default: 100, examples: [20] },
  })
  @ApiResponse({ status: 200, description: 'The newest first', schema: { $ref: '#/components/schemas/QuestionList' } })
  async list(
    @InProject() project: string,
    @Query('state') state?: string,
    @Query('agent_id') agentId?: string,
    @Query('session_id') sessionId?: string,
    @Query('undelivered') undelivered?: string,
    @Query('limit') limit?: string,
  ): Promise<{ data: WireQuestion[] }> {
    if (state !== undefined && !QUESTION_STATES.includes(state as QuestionState)) {
      throw new BinnacleError('invalid_query', `\`state\` must be one of ${QUESTION_STATES.join(', ')}`, {
        parameter: 'state',
      });
    }
    for (const [parameter, value] of Object.entries({ agent_id: agentId, session_id: sessionId })) {
      if (!value || isStorableText(value)) continue;
      throw new BinnacleError('invalid_query', `\`${parameter}\` holds a NUL or an unpaired surrogate`, { parameter });
    }
    if (undelivered !== undefined && !['true', 'false', ''].includes(undelivered)) {
      throw new BinnacleError('invalid_query', '`undelivered` must be true or false', { parameter: 'undelivered' });
    }
    const found = await this.questions.list({
      project,
      state: state as QuestionState | undefined,
      agentId: agentId || undefined,
      sessionId: sessionId || undefined,
      undelivered: undelivered === 'true',
      limit: integerParameter('limit', limit, { min: 1, max: 1_000, absent: 100 }),
    });
    return { data: found.map(questionToWire) };
  }

  @Get(':id')
  @Requires('ask')
  @ApiOperation({
    summary: 'One question, by its id or the agent’s msg_id',
    description:
      '`wait` holds the request up to that many seconds (0 to 55) and answers at once when the question closes. Whoever waits, even 0 seconds, is the agent: an answer that reaches it so is delivered.',
  })
  @ApiParam({ name: 'id', schema: { type: 'string', examples: ['deploy-1'] } })
  @ApiQuery({
    name: 'wait',
    required: false,
    schema: { type: 'integer', minimum: 0, maximum: MAX_WAIT_SECONDS, default: 0, examples: [1] },
  })
  @ApiResponse({ status: 200, description: 'The question', schema: { $ref: '#/components/schemas/Question' } })
  @ApiResponse({ status: 404, description: 'question_not_found' })
  async one(
    @Param('id') id: string,
    @Query('wait') wait: string | undefined,
    @InProject() project: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WireQuestion> {
    const seconds = integerParameter('wait', wait, { min: 0, max: MAX_WAIT_SECONDS, absent: 0 });
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    const question = await this.waiters.wait(project, id, seconds * 1_000, gone.signal);
    if (wait !== undefined && isToDeliver(question)) {
      // `finish`: the last byte went to the socket; a wait that was given up has taken nothing.
      reply.raw.once('finish', () => this.deliveries.deliveredSoon(question, 'rest'));
    }
    return questionToWire(question);
  }
}
