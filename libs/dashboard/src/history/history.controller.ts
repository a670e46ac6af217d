import { BinnacleError, DEFAULT_PROJECT, toWire, type WireEvent } from '@binnacle/events';
import { EventArchive } from '@binnacle/persistence';
import { Controller, Get, Param, Query, Req, Res, type StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { EventLister, type EventPage } from './event-lister.js';
import type { QueryParameters } from './event-query.js';
import { EventExporter } from './export/event-exporter.js';
import { exportFormat } from './export/export-format.js';

/** History over REST: pages by `seq`, so that nothing is skipped or repeated while new events arrive. */
@ApiTags('events')
@Controller('api/v1/events')
export class HistoryController {
  constructor(
    private readonly archive: EventArchive,
    private readonly events: EventLister,
    private readonly exporter: EventExporter,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Query events',
    description:
      'Newest first unless `order=asc`. Follow `next_cursor` with the same filters. `Accept: application/x-ndjson` or `text/csv` streams all of them instead, up to the newest of now; `limit` is optional then.',
  })
  @ApiProduces('application/json', 'application/x-ndjson', 'text/csv')
  @ApiQuery({
    name: 'query',
    required: false,
    description:
      'The query language, such as `type:tool:* agent:deployer payload.duration_ms>=1000 "connection refused"`',
  })
  @ApiQuery({ name: 'type', required: false, description: '`agent:*`, `tool:failed`, several separated by commas' })
  @ApiQuery({ name: 'agent_id', required: false })
  @ApiQuery({ name: 'graph_id', required: false })
  @ApiQuery({ name: 'session_id', required: false })
  @ApiQuery({ name: 'node_id', required: false })
  @ApiQuery({ name: 'parent_id', required: false })
  @ApiQuery({ name: 'from', required: false, description: '`timestamp` at or after; ISO 8601 or epoch ms' })
  @ApiQuery({ name: 'to', required: false, description: '`timestamp` before; ISO 8601 or epoch ms' })
  @ApiQuery({ name: 'order', required: false, enum: ['asc', 'desc'] })
  @ApiQuery({ name: 'limit', required: false, description: '1 to 1000, default 100' })
  @ApiQuery({ name: 'cursor', required: false })
  async list(
    @Query() parameters: QueryParameters,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EventPage | StreamableFile> {
    const format = exportFormat(request.headers.accept);
    if (format) return this.exporter.export(format, parameters, request, reply);
    return this.events.list(parameters, request, reply);
  }

  @Get(':id')
  @ApiOperation({ summary: 'One event by its id' })
  async one(@Param('id') id: string): Promise<WireEvent> {
    const event = id.length <= 128 && !id.includes('\0') ? await this.archive.find(DEFAULT_PROJECT, id) : undefined;
    if (!event) throw new BinnacleError('event_not_found', `no event has the id ${JSON.stringify(id.slice(0, 128))}`);
    return toWire(event);
  }
}
