import { EventStatistics, STATS_DIMENSIONS, type StatsSums } from '@binnacle/persistence';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { QueryParameters } from '../history/event-query.js';
import { readStatsQuery } from './stats-query.js';
import { STEPS } from './steps.js';

/** Charts over REST: sums by time and one dimension. */
@ApiTags('statistics')
@Controller('api/v1/stats')
export class StatsController {
  constructor(private readonly statistics: EventStatistics) {}

  @Get()
  @ApiOperation({
    summary: 'Counts, errors, durations, tokens and cost over time',
    description:
      'By the events’ own times (UTC). Comes from sums that are kept, so a month costs the same with few events and with millions. Percentiles are at most 5 % off. Buckets without events are left out.',
  })
  @ApiQuery({ name: 'from', required: false, description: 'ISO 8601 or epoch ms; default a day before `to`' })
  @ApiQuery({ name: 'to', required: false, description: 'Default now. Both are widened to whole steps' })
  @ApiQuery({
    name: 'step',
    required: false,
    enum: Object.keys(STEPS),
    description: 'Default: at most 120 buckets. Below 1h by type and category only',
  })
  @ApiQuery({ name: 'by', required: false, enum: STATS_DIMENSIONS })
  @ApiQuery({ name: 'limit', required: false, description: 'Values of `by` told apart, 1 to 100, default 10' })
  @ApiQuery({ name: 'type', required: false, description: '`agent:*`, `tool:failed`, several separated by commas' })
  @ApiQuery({ name: 'category', required: false })
  @ApiQuery({ name: 'agent_id', required: false })
  @ApiQuery({ name: 'session_id', required: false })
  @ApiQuery({ name: 'graph_id', required: false })
  @ApiQuery({ name: 'node_id', required: false })
  @ApiQuery({ name: 'tool', required: false })
  @ApiQuery({ name: 'model', required: false })
  async stats(@Query() parameters: QueryParameters) {
    const query = readStatsQuery(parameters, Date.now());
    const { through, points, totals } = await this.statistics.stats(query);
    return {
      from: query.from,
      to: query.to,
      step: query.step,
      by: query.by ?? null,
      through: through.toString(),
      totals: totals.map(({ key, other, ...sums }) => ({ key, other, ...wire(sums) })),
      data: points.map(({ bucket, key, other, ...sums }) => ({ bucket, key, other, ...wire(sums) })),
    };
  }
}

const wire = (sums: StatsSums) => ({
  events: sums.events,
  errors: sums.errors,
  p50_duration_ms: sums.p50DurationMs,
  p95_duration_ms: sums.p95DurationMs,
  input_tokens: sums.inputTokens,
  output_tokens: sums.outputTokens,
  cost_usd: sums.costUsd,
});
