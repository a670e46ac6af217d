import { actorOf, type Project, ProjectsService } from '@binnacle/auth';
import { BinnacleError } from '@binnacle/events';
import { bodyText, callerOf, mediaType, parseJson, Requires } from '@binnacle/http';
import { Body, Controller, Get, Headers, Param, Patch, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiId } from '../openapi/event-parameters.js';
import { PROJECT_BODY, PROJECT_CHANGE_BODY } from '../openapi/project-schemas.js';
import { projectToWire, readProjectChanges, readProjectInput, type WireProject } from './project-wire.js';

const BODY_BYTES = 16_384;
const ONE = { description: 'The project', schema: { $ref: '#/components/schemas/Project' } };

/** Projects as JSON. They are changed by the owner of the installation, so not with a key. */
@ApiTags('projects')
@Controller('api/v1/projects')
export class ProjectsApiController {
  constructor(private readonly projects: ProjectsService) {}

  @Get()
  @Requires('signed-in')
  @ApiOperation({ summary: 'The projects one may look at, archived ones too; of a key its own' })
  @ApiResponse({ status: 200, description: 'All', schema: { $ref: '#/components/schemas/Projects' } })
  async list(@Req() request: FastifyRequest): Promise<{ data: WireProject[] }> {
    return { data: (await this.of(request)).map(projectToWire) };
  }

  @Post()
  @Requires('owner')
  @ApiOperation({ summary: 'Make a project', description: 'Its id stays; without `name` it is the name too.' })
  @ApiBody(PROJECT_BODY)
  @ApiResponse({ status: 201, ...ONE })
  @ApiResponse({ status: 409, description: 'project_exists, too_many_projects' })
  async create(
    @Req() request: FastifyRequest,
    @Body() body: unknown,
    @Headers('content-type') contentType: string | undefined,
    @Headers('content-encoding') contentEncoding: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { id, name } = readProjectInput(await read(body, contentType, contentEncoding));
    await this.projects.create(id, name, changeOf(request));
    void reply
      .code(201)
      .header('location', `/api/v1/projects/${id}`)
      .send(projectToWire(await this.find(id)));
  }

  @Patch(':id')
  @Requires('owner')
  @ApiOperation({
    summary: 'Rename a project, set how long its events are kept, archive it or bring it back',
    description:
      'An archived project can be read and no more: what would change it or comes in is answered 409 `project_archived`. Nothing is deleted.',
  })
  @ApiId('default')
  @ApiBody(PROJECT_CHANGE_BODY)
  @ApiResponse({ status: 200, ...ONE })
  @ApiResponse({ status: 404, description: 'project_not_found' })
  async change(
    @Req() request: FastifyRequest,
    @Param('id') id: string,
    @Body() body: unknown,
    @Headers('content-type') contentType: string | undefined,
    @Headers('content-encoding') contentEncoding: string | undefined,
  ): Promise<WireProject> {
    const { name, retentionDays, isArchived } = readProjectChanges(await read(body, contentType, contentEncoding));
    await this.find(id);
    const by = changeOf(request);
    if (name !== undefined) await this.projects.rename(id, name, by);
    if (retentionDays !== undefined) await this.projects.setRetention(id, retentionDays ?? undefined, by);
    if (isArchived !== undefined) await this.projects.setArchived(id, isArchived, by);
    return projectToWire(await this.find(id));
  }

  private async of(request: FastifyRequest): Promise<Project[]> {
    const caller = callerOf(request);
    if (caller.kind === 'key') return (await this.projects.list()).filter(({ id }) => id === caller.project);
    return this.projects.listFor(caller.kind === 'person' ? caller : 'everybody');
  }

  private async find(id: string): Promise<Project> {
    const found = (await this.projects.list()).find((project) => project.id === id);
    if (found) return found;
    throw new BinnacleError('project_not_found', `there is no project ${JSON.stringify(id.slice(0, 80))}`);
  }
}

function changeOf(request: FastifyRequest) {
  const { who: by, from } = actorOf(request);
  return { by, from };
}

async function read(
  body: unknown,
  contentType: string | undefined,
  contentEncoding: string | undefined,
): Promise<unknown> {
  mediaType(contentType, ['application/json']);
  return parseJson(await bodyText({ body, contentEncoding, limit: BODY_BYTES }));
}
