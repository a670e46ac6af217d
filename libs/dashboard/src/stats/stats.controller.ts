import { InProject, Requires } from '@binnacle/http';
import { EventStatistics, STATS_DIMENSIONS, type StatsSums } from '@binnacle/persistence';
import { applyDecorators, Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { QueryParameters } from '../history/event-query.js';
import { timeQuery } from '../openapi/event-parameters.js';
import { readStatsQuery } from './stats-query.js';
import { STEPS } from './steps.js';

const ONLY = {
  category: 'tool',
  agent_id: 'deployer',
  session_id: 'run-42',
  graph_id: 'release',
  node_id: 'test',
  tool: 'bash',
  model: 'claude-sonnet',
};

const ApiOnly = (): MethodDecorator =>
  applyDecorators(
    ...Object.entries(ONLY).map(([name, example]) =>
      ApiQuery({
        name,
        required: false,
        schema: { type: 'string', maxLength: 256, examples: [example] },
        description: 'At most one of these',
      }),
    ),
  );

/** Charts over REST: sums by time and one dimension. */
@ApiTags('statistics')
@Requires('read')
@Controller('api/v1/stats')
export class StatsController {
  constructor(private readonly statistics: EventStatistics) {}

  @Get()
  @ApiOperation({
    summary: 'Counts, errors, durations, tokens and cost over time',
    description:
      'By the events’ own times (UTC). Comes from sums that are kept, so a month costs the same with few events and with millions. Percentiles are at most 5 % off. Buckets without events are left out.',
  })
  @ApiQuery(timeQuery('from', 'Default a day before `to`; widened to whole steps', '2026-11-01T00:00:00Z'))
  @ApiQuery(timeQuery('to', 'Default now; widened to whole steps', '2040-01-01T00:00:00Z'))
  @ApiQuery({
    name: 'step',
    required: false,
    schema: { type: 'string', enum: Object.keys(STEPS), examples: ['1h'] },
    description: 'Default: at most 120 buckets. Below 1h by type and category only',
  })
  @ApiQuery({
    name: 'by',
    required: false,
    schema: { type: 'string', enum: [...STATS_DIMENSIONS], examples: ['model'] },
    description: 'What the rows are told apart by',
  })
  @ApiQuery({
    name: 'limit',
    required: false,
    schema: { type: 'integer', minimum: 1, maximum: 100, default: 10, examples: [5] },
    description: 'Values of `by` told apart',
  })
  @ApiQuery({
    name: 'type',
    required: false,
    schema: { type: 'array', items: { type: 'string' }, examples: [['tool:*']] },
    description: '`agent:*`, `tool:failed`, several separated by commas, or repeated; with `by` type, category or none',
  })
  @ApiOnly()
  @ApiResponse({ status: 200, description: 'The sums', schema: { $ref: '#/components/schemas/Statistics' } })
  async stats(@InProject() project: string, @Query() parameters: QueryParameters) {
    const query = readStatsQuery(project, parameters, Date.now());
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
  unpriced: sums.unpriced,
});
