import { BinnacleError, MAX_ID_CHARS } from '@binnacle/events';
import { actorName, InProject, Requires } from '@binnacle/http';
import { Body, Controller, Delete, Headers, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AskingService } from '../../questions/asking.service.js';
import { DeliveriesService } from '../../questions/deliveries.service.js';
import { questionToWire, type WireQuestion } from '../../questions/question.js';
import { QuestionDesk } from '../../questions/question-desk.js';
import { ASK_BODY, GOES_ON_BODY } from './openapi.js';
import { readAction } from './read-action.js';
import { readFields, textField } from './read-fields.js';

/** What agents do with their questions: ask, take back, go on. They wait by `GET …?wait=`. */
@ApiTags('questions')
@Requires('ask')
@Controller('api/v1/questions')
export class AskController {
  constructor(
    private readonly asking: AskingService,
    private readonly desk: QuestionDesk,
    private readonly deliveries: DeliveriesService,
  ) {}

  @Post()
  @ApiOperation({
    summary: 'Ask a question',
    description:
      'The same as an `agent:blocked` event with these fields, and the question as the answer: 201 when it is new; 200 when it was asked before (same agent, session, `msg_id`, text and action, or same Idempotency-Key), with its answer if it has one.',
  })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    schema: { type: 'string', maxLength: MAX_ID_CHARS, examples: ['deploy-2026-11-24'] },
    description: 'The same key is the same question',
  })
  @ApiBody(ASK_BODY)
  @ApiResponse({ status: 200, description: 'Asked before', schema: { $ref: '#/components/schemas/Question' } })
  @ApiResponse({ status: 201, description: 'Asked now', schema: { $ref: '#/components/schemas/Question' } })
  @ApiResponse({ status: 409, description: 'idempotency_conflict' })
  async ask(
    @Body() body: unknown,
    @Headers('content-type') contentType: string | undefined,
    @Headers('idempotency-key') key: string | undefined,
    @InProject() project: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WireQuestion> {
    if (key !== undefined && (key === '' || key.length > MAX_ID_CHARS)) {
      const detail = `\`Idempotency-Key\` must have 1 to ${MAX_ID_CHARS} characters`;
      throw new BinnacleError('field_invalid', detail, { field: 'Idempotency-Key', limit: MAX_ID_CHARS });
    }
    const { question, isNew } = await this.asking.ask(project, await readFields(body, contentType, 'any'), key);
    void reply.code(isNew ? 201 : 200).header('location', `/api/v1/questions/${encodeURIComponent(question.id)}`);
    return questionToWire(question);
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Take a question back', description: 'Its agent needs no answer any more.' })
  @ApiParam({ name: 'id', schema: { type: 'string', examples: ['ex-withdrawn'] } })
  @ApiResponse({ status: 200, description: 'Withdrawn', schema: { $ref: '#/components/schemas/Question' } })
  @ApiResponse({ status: 404, description: 'question_not_found' })
  @ApiResponse({ status: 409, description: 'question_closed: it was answered' })
  async withdraw(
    @Param('id') id: string,
    @InProject() project: string,
    @Req() request: FastifyRequest,
  ): Promise<WireQuestion> {
    const named = { project, id, by: actorName(request, { door: 'api' }) };
    return questionToWire(await this.desk.withdraw(named));
  }

  @Post(':id/resumed')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Tell that the agent goes on',
    description:
      'With `action`, or its `action_hash`: held to what was approved, before it runs. Another one is refused, and shown on the question.',
  })
  @ApiParam({ name: 'id', schema: { type: 'string', examples: ['ex-question'] } })
  @ApiBody(GOES_ON_BODY)
  @ApiResponse({ status: 200, description: 'The question', schema: { $ref: '#/components/schemas/Question' } })
  @ApiResponse({ status: 409, description: 'action_mismatch with both hashes; question_open' })
  async goesOn(
    @Param('id') id: string,
    @Body() body: unknown,
    @Headers('content-type') contentType: string | undefined,
    @InProject() project: string,
  ): Promise<WireQuestion> {
    const fields = await readFields(body, contentType, ['action', 'action_hash']);
    const hash = fields.action_hash == null ? {} : { actionHash: textField(fields, 'action_hash') };
    const going = { project, id, ...hash, ...readAction(fields) };
    return questionToWire(await this.deliveries.goesOn(going));
  }
}
