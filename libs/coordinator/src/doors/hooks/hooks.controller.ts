import { BinnacleError, DEFAULT_LIMITS, toStorable } from '@binnacle/events';
import { AnswersRefusals, bodyText, InProject, mayCaller, parseJson, Requires, refusalOf } from '@binnacle/http';
import {
  AcceptService,
  fitEvent,
  HOOK_VENDORS,
  type HookBody,
  type HookVendor,
  hookAgent,
  hookBody,
  hookEvent,
  UNKNOWN,
} from '@binnacle/ingest';
import { Body, Controller, Headers, Logger, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiParam, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DeliveriesService } from '../../questions/deliveries.service.js';
import { CallOwners } from '../call-owners.js';
import { HeldReply } from './held-reply.js';
import { NO_OPINION } from './hook-dialect.js';
import { HOOK_DIALECTS } from './hook-dialects.js';
import { HookFollowUp } from './hook-follow-up.service.js';
import { HookHolder } from './hook-holder.service.js';
import { type CallOptions, type HookOptions, type HookQuery, hookOptions } from './hook-options.js';
import { HOOK_BODY, HOOK_QUERIES } from './openapi.js';
import { holdsCalls, isVendor, unreadAnswer } from './unasked-answer.js';

/**
 * Takes the hooks of agent clients: most are just seen, those that ask wait for people. Always 200: anything else is an error to
 * the client, and it would go on as if we had not been there.
 */
@ApiTags('hooks')
@Requires('ingest')
@AnswersRefusals()
@Controller('hooks')
export class HooksController {
  private readonly logger = new Logger('Hooks');

  constructor(
    private readonly acceptance: AcceptService,
    private readonly holder: HookHolder,
    private readonly followUp: HookFollowUp,
    private readonly deliveries: DeliveriesService,
    private readonly owners: CallOwners,
  ) {}

  @Post(':vendor')
  @ApiOperation({
    summary: 'Hooks of Claude Code, Codex and Gemini CLI',
    description:
      'One hook body. Always answers 200, in the words of the client; `{}` is no opinion. A hook that asks is held until somebody answers, with white space before the JSON every ten seconds.',
  })
  @ApiConsumes('application/json')
  @ApiParam({ name: 'vendor', schema: { type: 'string', enum: [...HOOK_VENDORS], examples: ['claude-code'] } })
  @ApiQuery(HOOK_QUERIES.hold)
  @ApiQuery(HOOK_QUERIES.timeout)
  @ApiQuery(HOOK_QUERIES.onTimeout)
  @ApiQuery(HOOK_QUERIES.agent)
  @ApiBody(HOOK_BODY)
  @ApiResponse({ status: 200, description: 'What people decided', schema: { $ref: '#/components/schemas/HookAnswer' } })
  async receive(
    @Param('vendor') vendor: string,
    @Query() query: HookQuery,
    @Body() given: unknown,
    @InProject() project: string,
    @Headers('content-encoding') contentEncoding: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (!isVendor(vendor)) {
      const detail = `hooks of ${JSON.stringify(vendor.slice(0, 60))} are not understood; ${HOOK_VENDORS.join(', ')} are`;
      throw new BinnacleError('unknown_client', detail);
    }
    const options = { ...hookOptions(vendor, query), project };
    if (options.faults.length > 0) this.logger.warn({ faults: options.faults }, 'the URL of a hook is not understood');
    const body = await this.read(vendor, given, contentEncoding);
    const refusal = refusalOf(request);
    if (refusal && !(body && isHeld(body, options))) throw refusal;
    if (body && isHeld(body, options) && (refusal || !mayCaller(request, 'ask'))) {
      // An error would be a yes to its client; a refusal in its own words is none.
      const why = refusal?.detail ?? 'its key may not ask people';
      this.logger.warn({ hook: body.hook, why }, 'a hook that asks was refused');
      void reply.code(200).send(this.holder.refused(body, options, `Binnacle did not ask anybody: ${why}`));
    } else if (body && isHeld(body, options)) await this.hold(body, options, reply);
    else {
      if (body) await this.observe(body, options);
      const isRead = body && body.hook !== UNKNOWN;
      void reply.code(200).send(isRead ? NO_OPINION : unreadAnswer(vendor, options, 'the hook was not understood'));
    }
  }

  private async hold(body: HookBody, options: CallOptions, reply: FastifyReply): Promise<void> {
    const held = new HeldReply(reply);
    // The call itself is on the timeline too; a permission prompt is one with its question.
    if (body.hook === HOOK_DIALECTS[body.vendor].asks.call) await this.observe(body, options);
    const { answer, question } = await this.holder.hold(body, options, held.gone);
    held.end(answer, question && (() => this.deliveries.deliveredSoon(question, body.vendor)));
  }

  private async observe(body: HookBody, options: CallOptions): Promise<void> {
    try {
      const event = hookEvent(body.vendor, body.fields, options);
      const owner = { agentId: hookAgent(body, options), sessionId: body.sessionId };
      this.owners.note(options.project, body.toolUseId, owner);
      const outcome =
        event && (await this.acceptance.accept([fitEvent(event)], { project: options.project, door: 'hooks' }));
      const [refused] = outcome?.rejected ?? [];
      if (refused) this.logger.warn({ refused }, 'a hook body was not understood');
      await this.followUp.follow(body, options);
    } catch (error) {
      this.logger.error({ err: error }, 'a hook event was not archived');
    }
  }

  private async read(
    vendor: HookVendor,
    body: unknown,
    contentEncoding: string | undefined,
  ): Promise<HookBody | undefined> {
    try {
      const text = await bodyText({ body, contentEncoding, limit: DEFAULT_LIMITS.bodyBytes });
      const read = hookBody(vendor, toStorable(parseJson(text)));
      if (!read) this.logger.warn('a hook body is no JSON object');
      return read;
    } catch (error) {
      this.logger.warn({ err: error }, 'a hook body could not be read');
      return undefined;
    }
  }
}

function isHeld({ vendor, hook, tool }: HookBody, { hold }: HookOptions): boolean {
  const { permission, call } = HOOK_DIALECTS[vendor].asks;
  if (hook === permission) return hold.has('permissions');
  return hook === call && (hold.has('*') || hold.has(tool) || (tool === UNKNOWN && holdsCalls(hold)));
}
