import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { EventLister, type EventPage } from '../history/event-lister.js';
import type { QueryParameters } from '../history/event-query.js';
import { EntityLister, type EntityPage, type WireEntity } from './entity-lister.js';

const STATE = { name: 'state', required: false, description: 'running, waiting, completed, failed or cancelled' };
const LIMIT = { name: 'limit', required: false, description: '1 to 1000, default 100' };
const CURSOR = { name: 'cursor', required: false };

/** Who and what was seen, with what their events add up to. */
@ApiTags('entities')
@Controller('api/v1')
export class EntitiesController {
  constructor(
    private readonly entities: EntityLister,
    private readonly events: EventLister,
  ) {}

  @Get('agents')
  @ApiOperation({ summary: 'Agents, the last active first' })
  @ApiQuery(STATE)
  @ApiQuery(LIMIT)
  @ApiQuery(CURSOR)
  agents(@Query() parameters: QueryParameters): Promise<EntityPage> {
    return this.entities.list('agent', parameters);
  }

  @Get('agents/:id')
  @ApiOperation({ summary: 'One agent' })
  agent(@Param('id') id: string): Promise<WireEntity> {
    return this.entities.one('agent', id);
  }

  @Get('agents/:id/events')
  @ApiOperation({ summary: 'The events of an agent', description: 'Takes what `/api/v1/events` takes.' })
  agentEvents(
    @Param('id') id: string,
    @Query() parameters: QueryParameters,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EventPage> {
    return this.events.list(parameters, request, reply, { agent_id: id });
  }

  @Get('sessions')
  @ApiOperation({ summary: 'Sessions, the last active first' })
  @ApiQuery(STATE)
  @ApiQuery({ name: 'agent_id', required: false, description: 'Whose last agent this is' })
  @ApiQuery(LIMIT)
  @ApiQuery(CURSOR)
  sessions(@Query() parameters: QueryParameters): Promise<EntityPage> {
    return this.entities.list('session', parameters);
  }

  @Get('sessions/:id')
  @ApiOperation({ summary: 'One session' })
  session(@Param('id') id: string): Promise<WireEntity> {
    return this.entities.one('session', id);
  }

  @Get('sessions/:id/events')
  @ApiOperation({ summary: 'The events of a session', description: 'Takes what `/api/v1/events` takes.' })
  sessionEvents(
    @Param('id') id: string,
    @Query() parameters: QueryParameters,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EventPage> {
    return this.events.list(parameters, request, reply, { session_id: id });
  }

  @Get('graphs')
  @ApiOperation({ summary: 'Graphs, the last active first' })
  @ApiQuery(STATE)
  @ApiQuery({ name: 'agent_id', required: false, description: 'Whose last agent this is' })
  @ApiQuery(LIMIT)
  @ApiQuery(CURSOR)
  graphs(@Query() parameters: QueryParameters): Promise<EntityPage> {
    return this.entities.list('graph', parameters);
  }

  @Get('graphs/:id')
  @ApiOperation({ summary: 'One graph' })
  graph(@Param('id') id: string): Promise<WireEntity> {
    return this.entities.one('graph', id);
  }

  @Get('graphs/:id/events')
  @ApiOperation({ summary: 'The events of a graph', description: 'Takes what `/api/v1/events` takes.' })
  graphEvents(
    @Param('id') id: string,
    @Query() parameters: QueryParameters,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EventPage> {
    return this.events.list(parameters, request, reply, { graph_id: id });
  }
}
