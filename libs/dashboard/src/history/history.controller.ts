import { BinnacleError, DEFAULT_PROJECT, toWire, type WireEvent } from '@binnacle/events';
import { EventArchive } from '@binnacle/persistence';
import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { EventLister, type EventPage } from './event-lister.js';
import type { QueryParameters } from './event-query.js';

/** History over REST: pages by `seq`, so that nothing is skipped or repeated while new events arrive. */
@ApiTags('events')
@Controller('api/v1/events')
export class HistoryController {
  constructor(
    private readonly archive: EventArchive,
    private readonly events: EventLister,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Query events',
    description: 'Newest first unless `order=asc`. Follow `next_cursor` with the same filters.',
  })
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
  ): Promise<EventPage> {
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
