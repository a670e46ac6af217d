import { actorOf } from '@binnacle/auth';
import { actorName, InProject, Requires } from '@binnacle/http';
import { Controller, Delete, Get, Param, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ApprovalRules, ruleToWire } from '../../rules/approval-rules.js';
import { integerParameter } from './query.js';

/** Approvals that hold for more than one call. */
@ApiTags('questions')
@Controller('api/v1/approval-rules')
export class RulesController {
  constructor(private readonly rules: ApprovalRules) {}

  @Get()
  @Requires('read')
  @ApiOperation({ summary: 'List standing approvals, newest first', description: 'Revoked ones too.' })
  @ApiQuery({
    name: 'limit',
    required: false,
    schema: { type: 'integer', minimum: 1, maximum: 1_000, default: 100, examples: [20] },
  })
  @ApiResponse({ status: 200, description: 'The rules', schema: { $ref: '#/components/schemas/ApprovalRuleList' } })
  async list(
    @InProject() project: string,
    @Query('limit') limit?: string,
  ): Promise<{ data: ReturnType<typeof ruleToWire>[] }> {
    const rules = await this.rules.list(project, integerParameter('limit', limit, { min: 1, max: 1_000, absent: 100 }));
    return { data: rules.map(ruleToWire) };
  }

  @Delete(':id')
  @Requires('admin')
  @ApiOperation({
    summary: 'Revoke a standing approval',
    description: 'Such calls are asked about again. Twice is no mistake.',
  })
  @ApiParam({ name: 'id', schema: { type: 'string', examples: ['ex-rule'] } })
  @ApiResponse({ status: 200, description: 'Revoked', schema: { $ref: '#/components/schemas/ApprovalRule' } })
  @ApiResponse({ status: 404, description: 'rule_not_found' })
  async revoke(
    @Param('id') id: string,
    @InProject() project: string,
    @Req() request: FastifyRequest,
  ): Promise<ReturnType<typeof ruleToWire>> {
    return ruleToWire(await this.rules.revoke(project, id, actorName(request, { door: 'api' }), actorOf(request)));
  }
}
