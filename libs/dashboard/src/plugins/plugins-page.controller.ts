import { Audit, actorOf } from '@binnacle/auth';
import { BinnacleError } from '@binnacle/events';
import { Requires } from '@binnacle/http';
import { FILTER_MODES } from '@binnacle/plugin-kit';
import { PluginRegistry } from '@binnacle/registry';
import { Body, Controller, Get, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PageSender } from '../http/page-sender.js';
import { readForm } from '../http/read-form.js';
import { FilterModes } from './filter-modes.js';
import { pluginReports } from './plugin-report.js';
import { pluginsView } from './plugins-view.js';

@ApiExcludeController()
@Requires('owner')
@Controller('plugins')
export class PluginsPageController {
  constructor(
    private readonly registry: PluginRegistry,
    private readonly modes: FilterModes,
    private readonly pages: PageSender,
    private readonly audit: Audit,
  ) {}

  @Get()
  async page(@Res() reply: FastifyReply): Promise<void> {
    await this.pages.send(reply, {
      title: 'Plugins',
      place: '/plugins',
      skipTo: { id: 'plugins', label: 'Skip to the plugins' },
      body: pluginsView(pluginReports(this.registry), this.registry.failures),
    });
  }

  /** The button of a part that is switched off. A second press changes nothing. */
  @Post('switch-on')
  async switchOn(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const source = readForm(body).get('source') ?? '';
    if (!this.registry.health.all.has(source)) {
      throw new BinnacleError(
        'plugin_part_not_found',
        `no part of a plugin is called ${JSON.stringify(source.slice(0, 60))}`,
      );
    }
    await this.audit.record({ ...actorOf(request), what: 'plugin.switched_on', target: source });
    this.registry.health.switchOn(source);
    void reply.redirect('/plugins', 303);
  }

  /** Whether an ingest filter works, only counts, or rests. */
  @Post('mode')
  async setMode(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const form = readForm(body);
    const given = form.get('mode') ?? '';
    const mode = FILTER_MODES.find((one) => one === given);
    if (!mode) {
      const shown = JSON.stringify(given.slice(0, 60));
      throw new BinnacleError('invalid_query', `\`mode\` is ${shown}; allowed: ${FILTER_MODES.join(', ')}`);
    }
    await this.modes.set(form.get('id') ?? '', mode, actorOf(request));
    void reply.redirect('/plugins', 303);
  }
}
