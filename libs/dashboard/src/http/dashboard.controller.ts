import { InProject, Requires } from '@binnacle/http';
import { EventArchive } from '@binnacle/persistence';
import { PluginRegistry } from '@binnacle/registry';
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DashboardOptions } from '../dashboard-options.js';
import { type Chrome, MOBILE, PROJECTOR } from '../dashboards/built-in.js';
import { type Dashboard, DashboardsService } from '../dashboards/dashboards.service.js';
import { DemoRunner } from '../demo/demo-runner.js';
import { LiveHub } from '../hub/live-hub.js';
import type { QueryValues } from '../hub/view-selection.js';
import { type DashboardLink, dashboardPage, visitorOf } from '../pages/index.js';
import { ProjectChoices } from '../settings/project-choices.js';
import { AssetStore } from './asset-store.js';
import { pageFilters } from './page-filters.js';
import { PageSender } from './page-sender.js';

/** What is shown: a dashboard of the team, or a built-in one. */
interface Shown {
  /** As the stream names it; `''` is the built-in one. */
  readonly id: string;
  readonly name: string;
  readonly path: `/${string}`;
  readonly chrome: Chrome;
  readonly editUrl?: `/${string}`;
}

/** The live pages: rendered whole with the current state, so that they are complete before and without their stream. */
@ApiExcludeController()
@Requires('read')
@Controller()
export class DashboardController {
  constructor(
    private readonly hub: LiveHub,
    private readonly archive: EventArchive,
    private readonly registry: PluginRegistry,
    private readonly dashboards: DashboardsService,
    private readonly assets: AssetStore,
    private readonly demo: DemoRunner,
    private readonly options: DashboardOptions,
    private readonly pages: PageSender,
    private readonly choices: ProjectChoices,
  ) {}

  @Get()
  async home(@InProject() project: string, @Query() query: QueryValues, @Res() reply: FastifyReply): Promise<void> {
    const home = await this.dashboards.home(project);
    await this.send(home ? { ...shownOf(home), path: '/' } : { ...EVERYTHING, path: '/' }, project, query, reply);
  }

  @Get('d/default')
  default(@InProject() project: string, @Query() query: QueryValues, @Res() reply: FastifyReply): Promise<void> {
    return this.send(EVERYTHING, project, query, reply);
  }

  @Get('d/:id')
  async one(
    @Param('id') id: string,
    @InProject() project: string,
    @Query() query: QueryValues,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.send(shownOf(await this.dashboards.find(project, id)), project, query, reply);
  }

  @Get('projector')
  projector(@InProject() project: string, @Query() query: QueryValues, @Res() reply: FastifyReply): Promise<void> {
    return this.send({ ...PROJECTOR, path: '/projector' }, project, query, reply);
  }

  @Get('mobile')
  mobile(@InProject() project: string, @Query() query: QueryValues, @Res() reply: FastifyReply): Promise<void> {
    return this.send({ ...MOBILE, path: '/mobile' }, project, query, reply);
  }

  private async send(shown: Shown, project: string, query: QueryValues, reply: FastifyReply): Promise<void> {
    const layout = shown.id === '' ? undefined : await this.dashboards.layout(project, shown.id);
    const view = await this.hub.view(project, query, layout);
    const stream = new URLSearchParams(view.selection.query);
    if (shown.id) stream.set('dashboard', shown.id);
    stream.set('at', `${this.hub.position}.${view.layout}`);
    const page = dashboardPage({
      title: shown.id ? `${shown.name} · Binnacle` : 'Binnacle',
      assets: this.assets.ofPages,
      streamUrl: `/events?${stream}`,
      panels: view.panels.map((panel) => ({ id: panel.id, html: panel.html() })),
      filters: pageFilters(this.registry.viewFilters, view.selection),
      chrome: shown.chrome,
      path: shown.path,
      dashboards: shown.chrome === 'full' ? await this.links(project, shown) : [],
      editUrl: shown.editUrl,
      empty: (await this.archive.read({ project, order: 'asc', limit: 1 })).length === 0,
      baseUrl: this.options.publicUrl(),
      demo: this.demo.running ? 'running' : 'idle',
      version: this.options.version,
      visitor: visitorOf(reply.request),
      projects: shown.chrome === 'full' ? await this.choices.of(reply.request) : [],
    });
    this.pages.sendHtml(reply, page);
  }

  private async links(project: string, { id }: Shown): Promise<DashboardLink[]> {
    const own = (await this.dashboards.list(project)).map(shownOf);
    return [EVERYTHING, ...own].map((one) => ({ href: one.path, name: one.name, current: one.id === id }));
  }
}

const EVERYTHING: Shown = { id: '', name: 'Everything', path: '/d/default', chrome: 'full' };

const shownOf = ({ id, name }: Dashboard): Shown => ({
  id,
  name,
  path: `/d/${id}`,
  chrome: 'full',
  editUrl: `/dashboards/${id}/edit`,
});
