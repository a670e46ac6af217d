import { actorOf } from '@binnacle/auth';
import { InProject, Requires } from '@binnacle/http';
import { PluginRegistry } from '@binnacle/registry';
import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Patch, Post, Req } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ChannelBook } from '../channels/channel-book.js';
import { channelToWire } from '../channels/channel-to-wire.js';
import { readChannel, readId } from '../channels/read-channel.js';
import { deliveryToWire } from '../deliveries/delivery.js';
import { Dispatcher } from '../deliveries/dispatcher.js';
import { NotifierOptions } from '../notifier-options.js';
import { Fields } from './fields.js';
import { CHANGE_BODY, CHANNEL_BODY, ROTATE_BODY } from './openapi.js';

/** A day. */
const DEFAULT_KEEP_SECONDS = 86_400;
const MAX_KEEP_SECONDS = 7 * DEFAULT_KEEP_SECONDS;
const NOT_FOUND = { status: 404, description: 'channel_not_found' };
const ID = { name: 'id', schema: { type: 'string', examples: ['ex-channel'] } } as const;

/** Where notifications go. Secrets are shown when they are made, and never again. */
@ApiTags('notifications')
@Controller('api/v1/notification-channels')
@Requires('admin')
export class ChannelsController {
  constructor(
    private readonly channels: ChannelBook,
    private readonly dispatcher: Dispatcher,
    private readonly registry: PluginRegistry,
    private readonly options: NotifierOptions,
  ) {}

  @Get()
  @ApiOperation({ summary: 'List channels, by name', description: 'Of secrets only the last characters.' })
  @ApiResponse({ status: 200, description: 'All', schema: { $ref: '#/components/schemas/NotificationChannelList' } })
  async list(@InProject() project: string) {
    return { data: (await this.channels.list(project)).map(channelToWire) };
  }

  @Post()
  @HttpCode(201)
  @ApiOperation({
    summary: 'Make a channel',
    description:
      'The secret of a webhook is in this answer and in no other. Private targets are refused unless `BINNACLE_WEBHOOK_ALLOW` names them.',
  })
  @ApiBody(CHANNEL_BODY)
  @ApiResponse({ status: 201, description: 'Made', schema: { $ref: '#/components/schemas/NewNotificationChannel' } })
  @ApiResponse({ status: 409, description: 'notification_exists, too_many_notifications' })
  async create(
    @InProject() project: string,
    @Body() body: unknown,
    @Headers('content-type') contentType: string | undefined,
    @Req() request: FastifyRequest,
  ) {
    const fields = await Fields.of(body, contentType);
    const id = readId(fields);
    const channel = await this.channels.add(project, actorOf(request), readChannel(fields, this.surroundings()), id);
    const { settings } = channel;
    return {
      ...channelToWire(channel),
      secret: settings.kind === 'webhook' ? (settings.keys[0]?.secret ?? null) : null,
    };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One channel' })
  @ApiParam(ID)
  @ApiResponse({
    status: 200,
    description: 'The channel',
    schema: { $ref: '#/components/schemas/NotificationChannel' },
  })
  @ApiResponse(NOT_FOUND)
  async one(@InProject() project: string, @Param('id') id: string) {
    return channelToWire(await this.channels.get(project, id));
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Change a channel', description: 'What is left out stays as it is, secrets too.' })
  @ApiParam(ID)
  @ApiBody(CHANGE_BODY)
  @ApiResponse({ status: 200, description: 'Changed', schema: { $ref: '#/components/schemas/NotificationChannel' } })
  @ApiResponse(NOT_FOUND)
  async change(
    @InProject() project: string,
    @Param('id') id: string,
    @Body() body: unknown,
    @Headers('content-type') contentType: string | undefined,
    @Req() request: FastifyRequest,
  ) {
    const fields = await Fields.of(body, contentType);
    const before = await this.channels.get(project, id);
    return channelToWire(
      await this.channels.change(project, actorOf(request), id, readChannel(fields, this.surroundings(), before)),
    );
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a channel', description: 'Refused while a rule uses it.' })
  @ApiParam(ID)
  @ApiResponse({ status: 204, description: 'Deleted' })
  @ApiResponse(NOT_FOUND)
  @ApiResponse({ status: 409, description: 'channel_in_use' })
  async remove(@InProject() project: string, @Param('id') id: string, @Req() request: FastifyRequest): Promise<void> {
    await this.channels.remove(project, actorOf(request), id);
  }

  @Post(':id/test')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Send a sample to a channel',
    description: 'Once, at once: what became of it is the answer, and in the log.',
  })
  @ApiParam(ID)
  @ApiResponse({
    status: 200,
    description: 'Sent or failed',
    schema: { $ref: '#/components/schemas/NotificationDelivery' },
  })
  @ApiResponse(NOT_FOUND)
  async test(@InProject() project: string, @Param('id') id: string) {
    return deliveryToWire(await this.dispatcher.test(await this.channels.get(project, id)));
  }

  @Post(':id/rotate')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Give a webhook a new secret',
    description:
      'The one before goes on signing beside it for `keep_seconds`, a day by default, so that the other side can change over.',
  })
  @ApiParam(ID)
  @ApiBody(ROTATE_BODY)
  @ApiResponse({
    status: 200,
    description: 'The new secret',
    schema: { $ref: '#/components/schemas/NewNotificationChannel' },
  })
  @ApiResponse(NOT_FOUND)
  async rotate(
    @InProject() project: string,
    @Param('id') id: string,
    @Body() body: unknown,
    @Headers('content-type') contentType: string | undefined,
    @Req() request: FastifyRequest,
  ) {
    const fields = await Fields.of(body, contentType);
    const keep = fields.amount('keep_seconds', { min: 0, max: MAX_KEEP_SECONDS, absent: DEFAULT_KEEP_SECONDS });
    fields.end();
    const { channel, secret } = await this.channels.rotate(project, actorOf(request), id, keep);
    return { ...channelToWire(channel), secret };
  }

  private surroundings() {
    const { notifiers } = this.registry;
    const knowsNotifier = (id: string) => notifiers.some(({ definition }) => definition.id === id);
    return { allowed: this.options.allowed, knowsNotifier };
  }
}
