import { EventArchive } from '@binnacle/persistence';
import { PluginRegistry } from '@binnacle/registry';
import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DashboardOptions } from '../dashboard-options.js';
import { DemoRunner } from '../demo/demo-runner.js';
import { LiveHub } from '../hub/live-hub.js';
import type { QueryValues } from '../hub/view-selection.js';
import { dashboardPage } from '../pages/index.js';
import { AssetStore } from './asset-store.js';
import { pageFilters } from './page-filters.js';

/** The page: rendered whole with the current state, so that it is complete before and without its stream. */
@ApiExcludeController()
@Controller()
export class DashboardController {
  constructor(
    private readonly hub: LiveHub,
    private readonly archive: EventArchive,
    private readonly registry: PluginRegistry,
    private readonly assets: AssetStore,
    private readonly demo: DemoRunner,
    private readonly options: DashboardOptions,
  ) {}

  @Get()
  async page(@Query() query: QueryValues, @Res() reply: FastifyReply): Promise<void> {
    const view = await this.hub.view(query);
    const { selection } = view;
    const head = await this.archive.head();
    const stream = new URLSearchParams(selection.query);
    stream.set('at', `${this.hub.position}.${view.layout}`);
    const page = dashboardPage({
      title: 'Binnacle',
      assets: this.assets.ofPages,
      streamUrl: `/events?${stream}`,
      panels: view.panels.map((panel) => ({ id: panel.id, html: panel.html() })),
      filters: pageFilters(this.registry.viewFilters, selection),
      empty: head === 0n,
      baseUrl: this.options.publicUrl(),
      demo: this.demo.running ? 'running' : 'idle',
      version: this.options.version,
    });
    void reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(page.toString());
  }
}
