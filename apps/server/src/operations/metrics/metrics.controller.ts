import { Requires } from '@binnacle/http';
import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OperationsOptions } from '../operations-options.js';
import { assertMayScrape } from './may-scrape.js';
import { Metrics } from './metrics.js';

/** For Prometheus and whatever reads its text. */
@ApiTags('operations')
@Requires('public')
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly metrics: Metrics,
    private readonly options: OperationsOptions,
  ) {}

  @Get()
  @ApiBearerAuth()
  @ApiOperation({
    summary: 'Metrics for Prometheus',
    description: 'With BINNACLE_METRICS_TOKEN as bearer token; without one set, from this machine only.',
  })
  @ApiResponse({
    status: 200,
    description: 'Prometheus text; see the guide on monitoring',
    content: { 'text/plain': { schema: { type: 'string' } } },
  })
  @ApiResponse({ status: 403, description: '`metrics_refused`' })
  async scrape(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    assertMayScrape(request, this.options.metricsToken);
    const { registry } = this.metrics;
    const text = await registry.metrics();
    void reply.header('content-type', registry.contentType).header('cache-control', 'no-store').send(text);
  }
}
