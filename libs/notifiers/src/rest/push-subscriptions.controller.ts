import { actorOf } from '@binnacle/auth';
import { InProject, Requires } from '@binnacle/http';
import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { NotifierOptions } from '../notifier-options.js';
import { MAX_URL_CHARS, targetUrl } from '../outgoing/target-url.js';
import { PushSubscriptions } from '../push/push-subscriptions.js';
import { VapidKeys } from '../push/vapid-keys.js';
import { Fields, invalid } from './fields.js';
import { SUBSCRIPTION_BODY } from './openapi.js';

/** Of base64url: a point of P-256 without compression, and 16 bytes. */
const KEY = /^[A-Za-z0-9_-]{87}=?$/;
const AUTH = /^[A-Za-z0-9_-]{22}={0,2}$/;
const LABEL_CHARS = 120;

/** Browsers that subscribed to Web Push, and the key they subscribe to. */
@ApiTags('notifications')
@Controller('api/v1/push-subscriptions')
@Requires('read')
export class PushSubscriptionsController {
  constructor(
    private readonly subscriptions: PushSubscriptions,
    private readonly keys: VapidKeys,
    private readonly options: NotifierOptions,
  ) {}

  @Get('key')
  @ApiOperation({
    summary: 'The key a browser subscribes to',
    description: 'VAPID, the same for as long as the database is.',
  })
  @ApiResponse({ status: 200, description: 'The public key', schema: { $ref: '#/components/schemas/PushKey' } })
  async key() {
    return { public_key: (await this.keys.get()).publicKey };
  }

  @Post()
  @HttpCode(201)
  @ApiOperation({
    summary: 'Subscribe a browser',
    description: 'Takes a `PushSubscription` as browsers write it. The same again changes nothing.',
  })
  @ApiBody(SUBSCRIPTION_BODY)
  @ApiResponse({ status: 201, description: 'Kept', schema: { $ref: '#/components/schemas/PushSubscription' } })
  @ApiResponse({ status: 409, description: 'too_many_notifications' })
  async subscribe(
    @InProject() project: string,
    @Body() body: unknown,
    @Headers('content-type') contentType: string | undefined,
    @Req() request: FastifyRequest,
  ) {
    const fields = await Fields.of(body, contentType);
    const endpoint = targetUrl(fields.text('endpoint', MAX_URL_CHARS), this.options.allowed, 'endpoint').toString();
    const { p256dh, auth } = fields.object('keys');
    if (typeof p256dh !== 'string' || !KEY.test(p256dh))
      throw invalid('keys.p256dh', 'must be a key of P-256 in base64url');
    if (typeof auth !== 'string' || !AUTH.test(auth)) throw invalid('keys.auth', 'must be 16 bytes in base64url');
    const label = fields.text('label', LABEL_CHARS, 'a browser') || 'a browser';
    const kept = await this.subscriptions.keep(project, actorOf(request), { endpoint, p256dh, auth, label });
    return { id: kept.id, label: kept.label, created_at: kept.createdAt.toISOString() };
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Forget a browser', description: 'One that is gone already is no mistake.' })
  @ApiParam({ name: 'id', schema: { type: 'string', examples: ['ex-subscription'] } })
  @ApiResponse({ status: 204, description: 'Forgotten' })
  async remove(@InProject() project: string, @Param('id') id: string, @Req() request: FastifyRequest): Promise<void> {
    await this.subscriptions.remove(project, actorOf(request), id);
  }
}
