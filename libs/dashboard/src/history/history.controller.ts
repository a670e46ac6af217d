import { BinnacleError, toWire, type WireEvent } from '@binnacle/events';
import { InProject, Requires } from '@binnacle/http';
import { EventArchive } from '@binnacle/persistence';
import { Controller, Get, Param, Query, Req, Res, type StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiEventPaging, ApiId, ApiSelection } from '../openapi/event-parameters.js';
import { EventLister, type EventPage } from './event-lister.js';
import type { QueryParameters } from './event-query.js';
import { EventExporter } from './export/event-exporter.js';
import { exportFormat } from './export/export-format.js';

/** History over REST: pages by `seq`, so that nothing is skipped or repeated while new events arrive. */
@ApiTags('events')
@Requires('read')
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
  @ApiSelection()
  @ApiEventPaging()
  @ApiResponse({
    status: 200,
    description: 'A page; or all of the selection, one event a line',
    content: {
      'application/json': { schema: { $ref: '#/components/schemas/EventPage' } },
      'application/x-ndjson': { schema: { type: 'string', description: 'An `Event` a line' } },
      'text/csv': { schema: { type: 'string', description: 'RFC 4180, with a heading; `payload` as JSON text' } },
    },
  })
  async list(
    @Query() parameters: QueryParameters,
    @Req() request: FastifyRequest,
    @InProject() project: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EventPage | StreamableFile> {
    const format = exportFormat(request.headers.accept);
    if (format) return this.exporter.export(project, format, parameters, request, reply);
    return this.events.list(project, parameters, request, reply);
  }

  @Get(':id')
  @ApiOperation({ summary: 'One event by its id' })
  @ApiId('ex-test-run')
  @ApiResponse({ status: 200, description: 'The event', schema: { $ref: '#/components/schemas/Event' } })
  @ApiResponse({ status: 404, description: 'event_not_found' })
  async one(@Param('id') id: string, @InProject() project: string): Promise<WireEvent> {
    const event = id.length <= 128 && !id.includes('\0') ? await this.archive.find(project, id) : undefined;
    if (!event) throw new BinnacleError('event_not_found', `no event has the id ${JSON.stringify(id.slice(0, 128))}`);
    return toWire(event);
  }
}
