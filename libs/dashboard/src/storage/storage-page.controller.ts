import { Requires } from '@binnacle/http';
import { StorageKeeper } from '@binnacle/persistence';
import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DashboardOptions } from '../dashboard-options.js';
import { AssetStore } from '../http/asset-store.js';
import { pageShell, visitorOf } from '../pages/index.js';
import { storageView } from './storage-view.js';

@ApiExcludeController()
@Requires('owner')
@Controller('storage')
export class StoragePageController {
  constructor(
    private readonly keeper: StorageKeeper,
    private readonly assets: AssetStore,
    private readonly options: DashboardOptions,
  ) {}

  @Get()
  async page(@Res() reply: FastifyReply): Promise<void> {
    const page = pageShell({
      title: 'Storage · Binnacle',
      assets: this.assets.ofPages,
      version: this.options.version,
      visitor: visitorOf(reply.request),
      place: '/storage',
      skipTo: { id: 'storage', label: 'Skip to the storage' },
      body: storageView(await this.keeper.report()),
    });
    void reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(page.toString());
  }
}
