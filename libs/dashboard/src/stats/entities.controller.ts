import { InProject, Requires } from '@binnacle/http';
import { ENTITY_STATES } from '@binnacle/persistence';
import { applyDecorators, Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { EventLister, type EventPage } from '../history/event-lister.js';
import type { QueryParameters } from '../history/event-query.js';
import { ApiCursor, ApiEventPaging, ApiId, ApiLimit, ApiSelection } from '../openapi/event-parameters.js';
import { EntityLister, type EntityPage, type WireEntity } from './entity-lister.js';

const NOT_FOUND = { status: 404, description: 'entity_not_found' };

const ApiEntityList = (...parameters: MethodDecorator[]): MethodDecorator =>
  applyDecorators(
    ApiQuery({
      name: 'state',
      required: false,
      schema: { type: 'string', enum: [...ENTITY_STATES], examples: ['waiting'] },
    }),
    ...parameters,
    ApiLimit(),
    ApiCursor('`next_cursor` of the page before'),
    ApiResponse({ status: 200, description: 'A page', schema: { $ref: '#/components/schemas/EntityPage' } }),
  );

const ApiOfAgent = (): MethodDecorator =>
  ApiQuery({
    name: 'agent_id',
    required: false,
    schema: { type: 'string', maxLength: 256, examples: ['deployer'] },
    description: 'Whose last agent this is',
  });

const ApiEntity = (example: string): MethodDecorator =>
  applyDecorators(
    ApiId(example),
    ApiResponse({ status: 200, description: 'As in the list', schema: { $ref: '#/components/schemas/Entity' } }),
    ApiResponse(NOT_FOUND),
  );

const ApiEventsOf = (field: 'agent_id' | 'session_id' | 'graph_id', example: string): MethodDecorator =>
  applyDecorators(
    ApiId(example),
    ApiSelection(field),
    ApiEventPaging(),
    ApiResponse({ status: 200, description: 'A page', schema: { $ref: '#/components/schemas/EventPage' } }),
  );

/** Who and what was seen, with what their events add up to. */
@ApiTags('entities')
@Requires('read')
@Controller('api/v1')
export class EntitiesController {
  constructor(
    private readonly entities: EntityLister,
    private readonly events: EventLister,
  ) {}

  @Get('agents')
  @ApiOperation({ summary: 'Agents, the last active first' })
  @ApiEntityList()
  agents(@InProject() project: string, @Query() parameters: QueryParameters): Promise<EntityPage> {
    return this.entities.list(project, 'agent', parameters);
  }

  @Get('agents/:id')
  @ApiOperation({ summary: 'One agent' })
  @ApiEntity('deployer')
  agent(@InProject() project: string, @Param('id') id: string): Promise<WireEntity> {
    return this.entities.one(project, 'agent', id);
  }

  @Get('agents/:id/events')
  @ApiOperation({ summary: 'The events of an agent', description: 'Takes what `/api/v1/events` takes.' })
  @ApiEventsOf('agent_id', 'deployer')
  agentEvents(
    @InProject() project: string,
    @Param('id') id: string,
    @Query() parameters: QueryParameters,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EventPage> {
    return this.events.list(project, parameters, request, reply, { agent_id: id });
  }

  @Get('sessions')
  @ApiOperation({ summary: 'Sessions, the last active first' })
  @ApiEntityList(ApiOfAgent())
  sessions(@InProject() project: string, @Query() parameters: QueryParameters): Promise<EntityPage> {
    return this.entities.list(project, 'session', parameters);
  }

  @Get('sessions/:id')
  @ApiOperation({ summary: 'One session' })
  @ApiEntity('run-42')
  session(@InProject() project: string, @Param('id') id: string): Promise<WireEntity> {
    return this.entities.one(project, 'session', id);
  }

  @Get('sessions/:id/events')
  @ApiOperation({ summary: 'The events of a session', description: 'Takes what `/api/v1/events` takes.' })
  @ApiEventsOf('session_id', 'run-42')
  sessionEvents(
    @InProject() project: string,
    @Param('id') id: string,
    @Query() parameters: QueryParameters,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EventPage> {
    return this.events.list(project, parameters, request, reply, { session_id: id });
  }

  @Get('graphs')
  @ApiOperation({ summary: 'Graphs, the last active first' })
  @ApiEntityList(ApiOfAgent())
  graphs(@InProject() project: string, @Query() parameters: QueryParameters): Promise<EntityPage> {
    return this.entities.list(project, 'graph', parameters);
  }

  @Get('graphs/:id')
  @ApiOperation({ summary: 'One graph' })
  @ApiEntity('release')
  graph(@InProject() project: string, @Param('id') id: string): Promise<WireEntity> {
    return this.entities.one(project, 'graph', id);
  }

  @Get('graphs/:id/events')
  @ApiOperation({ summary: 'The events of a graph', description: 'Takes what `/api/v1/events` takes.' })
  @ApiEventsOf('graph_id', 'release')
  graphEvents(
    @InProject() project: string,
    @Param('id') id: string,
    @Query() parameters: QueryParameters,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EventPage> {
    return this.events.list(project, parameters, request, reply, { graph_id: id });
  }
}
