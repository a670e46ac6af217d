import { Requires } from '@binnacle/http';
import { PluginRegistry, type Spent } from '@binnacle/registry';
import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { pluginReports } from './plugin-report.js';

/** What is loaded, and what it costs. */
@ApiTags('operations')
@Requires('owner')
@Controller('api/v1/plugins')
export class PluginsController {
  constructor(private readonly registry: PluginRegistry) {}

  @Get()
  @ApiOperation({
    summary: 'Plugins, their parts and what they cost',
    description:
      'Since the server started. A part that fails or takes too long too often is switched off, with the reason.',
  })
  @ApiResponse({
    status: 200,
    description: 'In the order they were loaded',
    schema: { $ref: '#/components/schemas/Plugins' },
  })
  list() {
    const data = pluginReports(this.registry).map(({ plugin, parts }) => ({
      id: plugin?.id ?? null,
      version: plugin?.version ?? null,
      parts: parts.map(({ kind, id, events, views, mode, outcomes, failures, lastFailure, off }) => ({
        kind,
        id,
        events: spent(events),
        views: spent(views),
        mode: mode ?? null,
        changed: outcomes?.changed ?? null,
        dropped: outcomes?.dropped ?? null,
        failures,
        last_failure: lastFailure ?? null,
        off: off ?? null,
      })),
    }));
    return { data };
  }
}

const spent = ({ calls, totalMs, slowestMs }: Spent) => ({ calls, total_ms: totalMs, slowest_ms: slowestMs });
