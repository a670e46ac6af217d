import { assertStorableText, BinnacleError, type JsonValue, MAX_REFERENCE_CHARS } from '@binnacle/events';
import { bodyText, InProject, mediaType, parseJson, Requires } from '@binnacle/http';
import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Put, Query, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiParam, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DeliveriesService } from '../../questions/deliveries.service.js';
import { VALUE_BODY } from './openapi.js';
import { assertKey, MESSAGE_PREFIX, QUESTION_PREFIX, RESPONSE_PREFIX } from './workspace-keys.js';
import { DOOR, responseOf, type WorkspaceSession } from './workspace-session.js';
import { WorkspaceSessions } from './workspace-sessions.js';
import { MAX_VALUE_BYTES } from './workspace-store.js';

const id = { name: 'id', schema: { type: 'string', maxLength: 256, examples: ['scout'] }, description: 'agent_id' };
const key = { name: 'key', schema: { type: 'string', maxLength: 512, examples: ['outbox:question:1a2b3c4d'] } };

/** The key-value store of an agent that asks by writing into it, over HTTP. */
@ApiTags('workspaces')
@Requires('ask')
@Controller('api/v1/workspaces/:id/kv')
export class WorkspacesController {
  constructor(
    private readonly sessions: WorkspaceSessions,
    private readonly deliveries: DeliveriesService,
  ) {}

  @Get()
  @ApiOperation({ summary: 'List keys of a workspace' })
  @ApiParam(id)
  @ApiQuery({ name: 'prefix', required: false, schema: { type: 'string', maxLength: 512, examples: ['inbox:'] } })
  @ApiResponse({ status: 200, description: 'The keys', schema: { $ref: '#/components/schemas/WorkspaceKeys' } })
  async list(
    @InProject() project: string,
    @Param('id') workspace: string,
    @Query('prefix') prefix = '',
  ): Promise<{ data: { key: string }[] }> {
    const session = this.session(project, workspace);
    assertStorableText(prefix, 'prefix');
    if (MESSAGE_PREFIX.startsWith(prefix) || prefix.startsWith(MESSAGE_PREFIX)) await session.exchangeMessages();
    return { data: (await session.store.list(prefix)).map((one) => ({ key: one })) };
  }

  @Get(':key')
  @ApiOperation({
    summary: 'Read a value of a workspace',
    description: '`inbox:response:<id>` is there once the question is answered, and is delivered when it is read.',
  })
  @ApiParam(id)
  @ApiParam(key)
  @ApiResponse({ status: 200, description: 'The value', schema: { $ref: '#/components/schemas/WorkspaceValue' } })
  @ApiResponse({ status: 404, description: 'key_not_found' })
  async get(
    @InProject() project: string,
    @Param('id') workspace: string,
    @Param('key') name: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<JsonValue> {
    const session = this.session(project, workspace);
    assertKey(name);
    const value = name.startsWith(RESPONSE_PREFIX)
      ? await this.response(session, name, reply)
      : await session.store.get(name);
    if (value === undefined)
      throw new BinnacleError('key_not_found', `the workspace has no key ${JSON.stringify(name)}`);
    void reply.header('content-type', 'application/json; charset=utf-8');
    return JSON.stringify(value);
  }

  @Put(':key')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Write a value of a workspace',
    description: '`outbox:question:<id>` asks a question, once; its status `answered` or `timeout` ends it.',
  })
  @ApiParam(id)
  @ApiParam(key)
  @ApiBody(VALUE_BODY)
  @ApiResponse({ status: 204, description: 'Kept; a question is asked' })
  @ApiResponse({ status: 409, description: 'workspace_full' })
  async put(
    @InProject() project: string,
    @Param('id') workspace: string,
    @Param('key') name: string,
    @Body() body: unknown,
    @Headers('content-type') contentType: string | undefined,
  ): Promise<void> {
    const session = this.session(project, workspace);
    assertKey(name);
    mediaType(contentType, ['application/json']);
    const text = await bodyText({ body, contentEncoding: undefined, limit: MAX_VALUE_BYTES });
    const value = parseJson(text) as JsonValue;
    assertStorableText(JSON.stringify(value), 'value');
    await session.store.set(name, value);
    if (name.startsWith(QUESTION_PREFIX)) await session.lookAt(name.slice(QUESTION_PREFIX.length));
  }

  @Delete(':key')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Delete a value of a workspace',
    description: 'A message that is deleted has been read. Of a key that is not there it is no mistake.',
  })
  @ApiParam(id)
  @ApiParam(key)
  @ApiResponse({ status: 204, description: 'Gone' })
  async delete(
    @InProject() project: string,
    @Param('id') workspace: string,
    @Param('key') name: string,
  ): Promise<void> {
    const session = this.session(project, workspace);
    assertKey(name);
    await session.store.delete(name);
    if (name.startsWith(MESSAGE_PREFIX)) await session.read(name.slice(MESSAGE_PREFIX.length));
  }

  private session(project: string, workspace: string): WorkspaceSession {
    assertStorableText(workspace, 'id');
    if (workspace.length > MAX_REFERENCE_CHARS) {
      const detail = `\`id\` has ${workspace.length} characters; the limit is ${MAX_REFERENCE_CHARS}`;
      throw new BinnacleError('field_too_long', detail, { field: 'id', limit: MAX_REFERENCE_CHARS });
    }
    return this.sessions.of(project, workspace);
  }

  private async response(session: WorkspaceSession, name: string, reply: FastifyReply): Promise<JsonValue | undefined> {
    const msgId = name.slice(RESPONSE_PREFIX.length);
    await session.lookAt(msgId);
    const question = await session.responseTo(msgId);
    if (!question) return session.store.get(name);
    reply.raw.once('finish', () => this.deliveries.deliveredSoon(question, DOOR));
    return responseOf(question);
  }
}
