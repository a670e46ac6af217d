import { actorOf } from '@binnacle/auth';
import { BinnacleError, isJsonObject } from '@binnacle/events';
import { bodyText, InProject, mediaType, parseJson, Requires } from '@binnacle/http';
import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Post, Put, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { invalid, type QueryParameters, single } from '../history/event-query.js';
import { DASHBOARD_BODY } from '../openapi/dashboard-schemas.js';
import { ApiId } from '../openapi/event-parameters.js';
import { parseDashboard } from './dashboard.js';
import { DashboardsService } from './dashboards.service.js';
import { dashboardToWire } from './wire.js';

const BODY_BYTES = 262_144;
const ONE = { description: 'The dashboard', schema: { $ref: '#/components/schemas/Dashboard' } };
const NOT_FOUND = { status: 404, description: 'dashboard_not_found' };

/** Dashboards as JSON: kept, exported, imported. */
@ApiTags('dashboards')
@Controller('api/v1/dashboards')
export class DashboardsController {
  constructor(private readonly dashboards: DashboardsService) {}

  @Get()
  @Requires('read')
  @ApiOperation({ summary: 'Dashboards that people made, by name' })
  @ApiResponse({ status: 200, description: 'All', schema: { $ref: '#/components/schemas/Dashboards' } })
  async list(@InProject() project: string) {
    return { data: (await this.dashboards.list(project)).map(dashboardToWire) };
  }

  @Post()
  @Requires('admin')
  @ApiOperation({
    summary: 'Make or import a dashboard',
    description:
      'Takes what `GET` gives. Without `id` one is made of the name; revision, times and home are not taken over.',
  })
  @ApiBody(DASHBOARD_BODY)
  @ApiResponse({ status: 201, ...ONE })
  @ApiResponse({ status: 409, description: 'dashboard_exists, too_many_dashboards' })
  async create(
    @InProject() project: string,
    @Req() request: FastifyRequest,
    @Body() body: unknown,
    @Headers('content-type') contentType: string | undefined,
    @Headers('content-encoding') contentEncoding: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const given = await read(body, contentType, contentEncoding);
    const id = isJsonObject(given) && typeof given.id === 'string' ? given.id : undefined;
    const made = await this.dashboards.create(project, actorOf(request), parseDashboard(given), id);
    void reply
      .code(201)
      .header('location', `/api/v1/dashboards/${made.id}`)
      .header('etag', etagOf(made))
      .send(dashboardToWire(made));
  }

  @Get(':id')
  @Requires('read')
  @ApiOperation({ summary: 'One dashboard, as it is exported' })
  @ApiId('release-watch')
  @ApiQuery({ name: 'download', required: false, schema: { enum: ['1'], examples: ['1'] }, description: 'As a file' })
  @ApiResponse({ status: 200, ...ONE })
  @ApiResponse(NOT_FOUND)
  async one(
    @InProject() project: string,
    @Param('id') id: string,
    @Query() query: QueryParameters,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const download = single(query, 'download');
    if (download !== undefined && download !== '1') throw invalid('download', 'must be 1 or left out');
    const found = await this.dashboards.find(project, id);
    if (download) void reply.header('content-disposition', `attachment; filename="${found.id}.dashboard.json"`);
    void reply.header('etag', etagOf(found)).send(dashboardToWire(found));
  }

  @Put(':id')
  @Requires('admin')
  @ApiOperation({
    summary: 'Replace a dashboard',
    description:
      'With `If-Match` or `revision`, only the revision the change was made on; whoever looks at it sees the change at once.',
  })
  @ApiId('release-watch')
  @ApiHeader({ name: 'If-Match', required: false, schema: { type: 'string', examples: ['"1"'] } })
  @ApiBody(DASHBOARD_BODY)
  @ApiResponse({ status: 200, ...ONE })
  @ApiResponse(NOT_FOUND)
  @ApiResponse({ status: 409, description: 'dashboard_conflict with the current revision' })
  async replace(
    @InProject() project: string,
    @Req() request: FastifyRequest,
    @Param('id') id: string,
    @Body() body: unknown,
    @Headers('if-match') ifMatch: string | undefined,
    @Headers('content-type') contentType: string | undefined,
    @Headers('content-encoding') contentEncoding: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const given = await read(body, contentType, contentEncoding);
    const draft = parseDashboard(given);
    if (isJsonObject(given) && given.id !== undefined && given.id !== id) {
      throw new BinnacleError('invalid_dashboard', '`id` is another one than in the address; an id stays as it is');
    }
    const replaced = await this.dashboards.replace(project, actorOf(request), id, draft, revisionOf(given, ifMatch));
    void reply.header('etag', etagOf(replaced)).send(dashboardToWire(replaced));
  }

  @Delete('home')
  @Requires('admin')
  @HttpCode(204)
  @ApiOperation({ summary: 'Show the built-in dashboard at `/` again' })
  @ApiResponse({ status: 204, description: 'Done' })
  async resetHome(@InProject() project: string, @Req() request: FastifyRequest): Promise<void> {
    await this.dashboards.setHome(project, actorOf(request), undefined);
  }

  @Delete(':id')
  @Requires('admin')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a dashboard' })
  @ApiId('release-watch')
  @ApiResponse({ status: 204, description: 'Gone' })
  @ApiResponse(NOT_FOUND)
  async remove(@InProject() project: string, @Req() request: FastifyRequest, @Param('id') id: string): Promise<void> {
    await this.dashboards.remove(project, actorOf(request), id);
  }

  @Put(':id/home')
  @Requires('admin')
  @HttpCode(204)
  @ApiOperation({ summary: 'Show a dashboard at `/`' })
  @ApiId('release-watch')
  @ApiResponse({ status: 204, description: 'Done' })
  @ApiResponse(NOT_FOUND)
  async setHome(@InProject() project: string, @Req() request: FastifyRequest, @Param('id') id: string): Promise<void> {
    await this.dashboards.setHome(project, actorOf(request), id);
  }
}

async function read(
  body: unknown,
  contentType: string | undefined,
  contentEncoding: string | undefined,
): Promise<unknown> {
  mediaType(contentType, ['application/json']);
  return parseJson(await bodyText({ body, contentEncoding, limit: BODY_BYTES }));
}

const etagOf = ({ revision }: { readonly revision: number }): string => `"${revision}"`;

/** Undefined: any. A tag that is none of ours is a revision that never was. */
function revisionOf(given: unknown, ifMatch: string | undefined): number | undefined {
  const told = isJsonObject(given) ? given.revision : undefined;
  if (told != null && !(typeof told === 'number' && Number.isInteger(told) && told > 0 && told < 2 ** 31)) {
    throw new BinnacleError('invalid_dashboard', '`revision` must be a whole number from 1');
  }
  if (ifMatch === undefined || ifMatch.trim() === '*') return told ?? undefined;
  const asked = Number(/^(?:W\/)?"(\d{1,9})"$/.exec(ifMatch.trim())?.[1] ?? 0);
  if (told != null && told !== asked) {
    throw new BinnacleError('invalid_dashboard', '`revision` and `If-Match` name two revisions');
  }
  return asked;
}
