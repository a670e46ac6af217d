import { BinnacleError } from '@binnacle/events';
import { PluginRegistry } from '@binnacle/registry';
import { Body, Controller, Get, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DashboardOptions } from '../dashboard-options.js';
import { AssetStore } from '../http/asset-store.js';
import { pageShell } from '../pages/index.js';
import { pluginReports } from './plugin-report.js';
import { pluginsView } from './plugins-view.js';

@ApiExcludeController()
@Controller('plugins')
export class PluginsPageController {
  constructor(
    private readonly registry: PluginRegistry,
    private readonly assets: AssetStore,
    private readonly options: DashboardOptions,
  ) {}

  @Get()
  page(@Res() reply: FastifyReply): void {
    const page = pageShell({
      title: 'Plugins · Binnacle',
      assets: this.assets.ofPages,
      version: this.options.version,
      place: '/plugins',
      skipTo: { id: 'plugins', label: 'Skip to the plugins' },
      body: pluginsView(pluginReports(this.registry)),
    });
    void reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(page.toString());
  }

  /** The button of a part that is switched off. A second press changes nothing. */
  @Post('switch-on')
  switchOn(@Body() body: unknown, @Res() reply: FastifyReply): void {
    const form = new URLSearchParams(Buffer.isBuffer(body) ? body.toString('utf8') : '');
    const source = form.get('source') ?? '';
    if (!this.registry.health.all.has(source)) {
      throw new BinnacleError(
        'plugin_part_not_found',
        `no panel or filter is called ${JSON.stringify(source.slice(0, 60))}`,
      );
    }
    this.registry.health.switchOn(source);
    void reply.redirect('/plugins', 303);
  }
}
