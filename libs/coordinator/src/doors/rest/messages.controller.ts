import {
  assertStorableText,
  BinnacleError,
  DEFAULT_LIMITS,
  hashOf,
  type JsonObject,
  MAX_ID_CHARS,
  MAX_REFERENCE_CHARS,
} from '@binnacle/events';
import { actorName, bodyText, InProject, mediaType, Requires } from '@binnacle/http';
import { Body, Controller, Get, Headers, Param, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiHeader,
  ApiOperation,
  ApiParam,
  ApiQuery,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { messageToWire, type WireMessage } from '../../messages/message.js';
import { MessageWaiters } from '../../messages/message-waiters.js';
import { MessagesService } from '../../messages/messages.service.js';
import { MESSAGE_BODY } from './message-openapi.js';
import { integerParameter } from './query.js';
import { MAX_WAIT_SECONDS } from './questions.controller.js';
import { readFields, textField } from './read-fields.js';

const BODY_BYTES = 1_048_576;
const agent = { name: 'id', schema: { type: 'string', examples: ['deployer'] }, description: 'agent_id' };

/** What people tell agents without being asked. */
@ApiTags('messages')
@Controller('api/v1/agents/:id/messages')
export class MessagesController {
  constructor(
    private readonly messages: MessagesService,
    private readonly waiters: MessageWaiters,
  ) {}

  @Post()
  @Requires('answer')
  @ApiOperation({
    summary: 'Send a message to an agent',
    description: 'Kept until the agent asks for it. With `session_id` only that session of the agent reads it.',
  })
  @ApiConsumes('application/json', 'application/x-www-form-urlencoded')
  @ApiParam(agent)
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    schema: { type: 'string', maxLength: MAX_ID_CHARS, examples: ['note-2026-11-24'] },
    description: 'The same key is the same message',
  })
  @ApiBody(MESSAGE_BODY)
  @ApiResponse({ status: 201, description: 'Kept', schema: { $ref: '#/components/schemas/Message' } })
  @ApiResponse({ status: 204, description: 'To a Datastar form' })
  @ApiResponse({ status: 303, description: 'To a plain form' })
  @ApiResponse({ status: 409, description: 'idempotency_conflict; too_many_messages' })
  async send(
    @Param('id') agentId: string,
    @Body() body: unknown,
    @Headers('content-type') contentType: string | undefined,
    @Headers('idempotency-key') key: string | undefined,
    @Headers('datastar-request') datastar: string | undefined,
    @InProject() project: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    assertAgent(agentId);
    const isForm =
      mediaType(contentType, ['application/json', 'application/x-www-form-urlencoded']) !== 'application/json';
    const fields = isForm
      ? await formFields(body)
      : await readFields(body, contentType, ['text', 'session_id', 'sent_by']);
    const message = await this.messages.send({
      project,
      agentId,
      sessionId: fields.session_id == null ? null : textField(fields, 'session_id'),
      text: textField(fields, 'text', { limit: DEFAULT_LIMITS.answerChars }),
      by: actorName(request, {
        given: textField(fields, 'sent_by', { absent: '' }) || undefined,
        door: isForm ? 'dashboard' : 'api',
      }),
      ...(key && { id: `message-${hashOf([project, agentId, key.slice(0, MAX_ID_CHARS)])}` }),
    });
    if (datastar) void reply.code(204).send();
    else if (isForm) void reply.redirect(`/agents/${encodeURIComponent(agentId)}`, 303);
    else void reply.code(201).send(messageToWire(message));
  }

  @Get()
  @Requires('ask')
  @ApiOperation({
    summary: 'Messages of an agent',
    description:
      'Newest first. With `wait`, even 0, it is the agent that reads: those it has not read, oldest first, held up to that many seconds until there is one; they are read then.',
  })
  @ApiParam(agent)
  @ApiQuery({
    name: 'wait',
    required: false,
    schema: { type: 'integer', minimum: 0, maximum: MAX_WAIT_SECONDS, examples: [0] },
  })
  @ApiQuery({
    name: 'session_id',
    required: false,
    schema: { type: 'string', maxLength: MAX_REFERENCE_CHARS, examples: ['run-42'] },
    description: 'With `wait`: messages for other sessions of the agent are left to them',
  })
  @ApiQuery({
    name: 'limit',
    required: false,
    schema: { type: 'integer', minimum: 1, maximum: 1_000, default: 100, examples: [20] },
  })
  @ApiResponse({ status: 200, description: 'The messages', schema: { $ref: '#/components/schemas/MessageList' } })
  async list(
    @Param('id') agentId: string,
    @Query('wait') wait: string | undefined,
    @Query('session_id') sessionId: string | undefined,
    @Query('limit') limit: string | undefined,
    @InProject() project: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ data: WireMessage[] }> {
    assertAgent(agentId);
    const atMost = integerParameter('limit', limit, { min: 1, max: 1_000, absent: 100 });
    if (wait === undefined) {
      return { data: (await this.messages.list(project, agentId, atMost)).map(messageToWire) };
    }
    const seconds = integerParameter('wait', wait, { min: 0, max: MAX_WAIT_SECONDS, absent: 0 });
    if (sessionId) assertStorableText(sessionId, 'session_id');
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    const reader = { project, agentId, ...(sessionId && { sessionId }) };
    const found = await this.waiters.unread(reader, atMost, seconds * 1_000, gone.signal);
    const ids = found.map(({ id }) => id);
    // `finish`: the last byte went to the socket; what was given up is read again.
    reply.raw.once('finish', () => this.messages.markReadSoon(project, ids, 'rest'));
    return { data: found.map(messageToWire) };
  }
}

async function formFields(body: unknown): Promise<JsonObject> {
  const text = await bodyText({ body, contentEncoding: undefined, limit: BODY_BYTES });
  return Object.fromEntries([...new URLSearchParams(text)].filter(([, value]) => value !== ''));
}

function assertAgent(agentId: string): void {
  assertStorableText(agentId, 'agent_id');
  if (agentId.length <= MAX_REFERENCE_CHARS) return;
  const detail = `\`agent_id\` has ${agentId.length} characters; the limit is ${MAX_REFERENCE_CHARS}`;
  throw new BinnacleError('field_too_long', detail, { field: 'agent_id', limit: MAX_REFERENCE_CHARS });
}
