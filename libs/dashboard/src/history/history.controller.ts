import { BinnacleError, DEFAULT_PROJECT, toWire, type WireEvent } from '@binnacle/events';
import { EventArchive } from '@binnacle/persistence';
import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { decodeCursor, encodeCursor } from './cursor.js';
import { type QueryParameters, readLimit, readOrder, readSelection, single } from './event-query.js';

export interface EventPage {
  readonly data: readonly WireEvent[];
  readonly next_cursor: string | null;
  readonly has_more: boolean;
}

/** History over REST: pages by `seq`, so that nothing is skipped or repeated while new events arrive. */
@ApiTags('events')
@Controller('api/v1/events')
export class HistoryController {
  constructor(private readonly archive: EventArchive) {}

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
    const selection = readSelection(parameters, ['order', 'limit', 'cursor']);
    const order = readOrder(parameters);
    const limit = readLimit(parameters);
    const cursor = single(parameters, 'cursor');
    const place = cursor === undefined ? undefined : decodeCursor(cursor, order);
    // One row more than asked tells whether there is a next page.
    const found = await this.archive.read({
      ...selection,
      order,
      limit: limit + 1,
      ...(place !== undefined && (order === 'asc' ? { after: place } : { before: place })),
    });
    const page = found.slice(0, limit);
    const last = page.at(-1);
    const next = found.length > limit && last ? encodeCursor(order, last.seq) : null;
    if (next) void reply.header('link', `<${nextUrl(request, next)}>; rel="next"`);
    return { data: page.map(toWire), next_cursor: next, has_more: next !== null };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One event by its id' })
  async one(@Param('id') id: string): Promise<WireEvent> {
    const event = id.length <= 128 && !id.includes('\0') ? await this.archive.find(DEFAULT_PROJECT, id) : undefined;
    if (!event) throw new BinnacleError('event_not_found', `no event has the id ${JSON.stringify(id.slice(0, 128))}`);
    return toWire(event);
  }
}

function nextUrl(request: FastifyRequest, cursor: string): string {
  const url = new URL(request.url, 'http://localhost');
  url.searchParams.set('cursor', cursor);
  return `${url.pathname}${url.search}`;
}
