import { Requires } from '@binnacle/http';
import { StorageKeeper } from '@binnacle/persistence';
import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { PageSender } from '../http/page-sender.js';
import { storageView } from './storage-view.js';

@ApiExcludeController()
@Requires('owner')
@Controller('storage')
export class StoragePageController {
  constructor(
    private readonly keeper: StorageKeeper,
    private readonly pages: PageSender,
  ) {}

  @Get()
  async page(@Res() reply: FastifyReply): Promise<void> {
    await this.pages.send(reply, {
      title: 'Storage',
      place: '/storage',
      skipTo: { id: 'storage', label: 'Skip to the storage' },
      body: storageView(await this.keeper.report()),
    });
  }
}
