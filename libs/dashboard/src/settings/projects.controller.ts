import { actorOf, ProjectsService, safeNext } from '@binnacle/auth';
import { BinnacleError } from '@binnacle/events';
import { callerOf, Requires } from '@binnacle/http';
import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SignInCookies } from '../account/sign-in-cookies.js';
import { PageSender } from '../http/page-sender.js';
import { readForm } from '../http/read-form.js';
import { visitorOf } from '../pages/visitor.js';
import { projectsView } from './projects-view.js';

/** The projects one may look at; for an owner also where they are made. */
@ApiExcludeController()
@Controller('settings/projects')
export class ProjectsController {
  constructor(
    private readonly projects: ProjectsService,
    private readonly cookies: SignInCookies,
    private readonly pages: PageSender,
  ) {}

  @Get()
  @Requires('signed-in')
  async page(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.send(request, reply);
  }

  @Post('choose')
  @Requires('signed-in')
  async choose(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const form = readForm(body);
    const id = form.get('project') ?? '';
    if (!(await this.own(request)).some((project) => project.id === id)) {
      throw new BinnacleError('project_not_found', `there is no project ${JSON.stringify(id.slice(0, 80))} for you`);
    }
    this.cookies.project(reply, id);
    void reply.redirect(safeNext(form.get('next')), 303);
  }

  @Post()
  @Requires('owner')
  async create(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const form = readForm(body);
    const [id, name] = [form.get('id') ?? '', form.get('name') ?? ''];
    await this.change(request, reply, (by) => this.projects.create(id, name || id, by));
  }

  @Post(':id')
  @Requires('owner')
  async update(
    @Param('id') id: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const form = readForm(body);
    const days = form.get('retention_days') ?? '';
    await this.change(request, reply, async (by) => {
      await this.projects.rename(id, form.get('name') ?? '', by);
      await this.projects.setRetention(id, days === '' ? undefined : Number(days), by);
    });
  }

  @Post(':id/archive')
  @Requires('owner')
  async archive(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.change(request, reply, (by) => this.projects.setArchived(id, true, by));
  }

  @Post(':id/restore')
  @Requires('owner')
  async restore(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.change(request, reply, (by) => this.projects.setArchived(id, false, by));
  }

  private async change(
    request: FastifyRequest,
    reply: FastifyReply,
    work: (change: { by: ReturnType<typeof actorOf>['who']; from: string }) => Promise<void>,
  ): Promise<void> {
    const { who: by, from } = actorOf(request);
    try {
      await work({ by, from });
      void reply.redirect('/settings/projects', 303);
    } catch (error) {
      if (!(error instanceof BinnacleError) || error.status >= 500 || error.status === 404) throw error;
      await this.send(request, reply, error.detail);
    }
  }

  private own(request: FastifyRequest) {
    const caller = callerOf(request);
    if (caller.kind === 'key') {
      throw new BinnacleError('permission_denied', 'a key has one project, and does not choose');
    }
    return this.projects.listFor(caller.kind === 'person' ? caller : 'everybody');
  }

  private async send(request: FastifyRequest, reply: FastifyReply, mistake?: string): Promise<void> {
    const visitor = visitorOf(request);
    const projects = await this.own(request);
    const body = projectsView({ projects, visitor, mistake });
    const skipTo = { id: 'settings', label: 'Skip to the projects' };
    const status = mistake === undefined ? 200 : 400;
    await this.pages.send(reply, { title: 'Projects', place: '/settings/projects', skipTo, body }, status);
  }
}
