import { actorOf } from '@binnacle/auth';
import { InProject, Requires } from '@binnacle/http';
import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Post, Put, Req } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { readId } from '../channels/read-channel.js';
import { readRule } from '../rules/read-rule.js';
import { ruleToWire } from '../rules/rule.js';
import { RuleBook } from '../rules/rule-book.js';
import { Fields } from './fields.js';
import { NEW_RULE_BODY, RULE_BODY } from './openapi.js';

const NOT_FOUND = { status: 404, description: 'notification_rule_not_found, channel_not_found' };
const ID = { name: 'id', schema: { type: 'string', examples: ['ex-escalation'] } } as const;
const ONE = { description: 'The rule', schema: { $ref: '#/components/schemas/NotificationRule' } };

/** Who is told of what, and when. */
@ApiTags('notifications')
@Controller('api/v1/notification-rules')
@Requires('admin')
export class NotificationRulesController {
  constructor(private readonly rules: RuleBook) {}

  @Get()
  @ApiOperation({ summary: 'List notification rules, by name' })
  @ApiResponse({ status: 200, description: 'All', schema: { $ref: '#/components/schemas/NotificationRuleList' } })
  async list(@InProject() project: string) {
    return { data: (await this.rules.list(project)).map(ruleToWire) };
  }

  @Post()
  @HttpCode(201)
  @ApiOperation({
    summary: 'Make a rule',
    description:
      'It holds for what comes from now on. Each step is sent `after_seconds` after the event, if it is still needed then.',
  })
  @ApiBody(NEW_RULE_BODY)
  @ApiResponse({ status: 201, ...ONE })
  @ApiResponse({ status: 404, description: 'channel_not_found' })
  @ApiResponse({ status: 409, description: 'notification_exists, too_many_notifications' })
  async create(
    @InProject() project: string,
    @Body() body: unknown,
    @Headers('content-type') contentType: string | undefined,
    @Req() request: FastifyRequest,
  ) {
    const fields = await Fields.of(body, contentType);
    const id = readId(fields);
    return ruleToWire(await this.rules.add(project, actorOf(request), readRule(fields), id));
  }

  @Get(':id')
  @ApiOperation({ summary: 'One rule' })
  @ApiParam(ID)
  @ApiResponse({ status: 200, ...ONE })
  @ApiResponse(NOT_FOUND)
  async one(@InProject() project: string, @Param('id') id: string) {
    return ruleToWire(await this.rules.get(project, id));
  }

  @Put(':id')
  @ApiOperation({ summary: 'Replace a rule', description: 'What it has planned keeps its steps.' })
  @ApiParam(ID)
  @ApiBody(RULE_BODY)
  @ApiResponse({ status: 200, ...ONE })
  @ApiResponse(NOT_FOUND)
  async replace(
    @InProject() project: string,
    @Param('id') id: string,
    @Body() body: unknown,
    @Headers('content-type') contentType: string | undefined,
    @Req() request: FastifyRequest,
  ) {
    return ruleToWire(
      await this.rules.change(project, actorOf(request), id, readRule(await Fields.of(body, contentType))),
    );
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a rule', description: 'What it has planned is not sent.' })
  @ApiParam(ID)
  @ApiResponse({ status: 204, description: 'Deleted' })
  @ApiResponse(NOT_FOUND)
  async remove(@InProject() project: string, @Param('id') id: string, @Req() request: FastifyRequest): Promise<void> {
    await this.rules.remove(project, actorOf(request), id);
  }
}
