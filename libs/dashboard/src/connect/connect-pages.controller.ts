import type { ConnectClient } from '@binnacle/connect';
import { InProject, Requires } from '@binnacle/http';
import { EventArchive } from '@binnacle/persistence';
import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DashboardOptions } from '../dashboard-options.js';
import { type QueryParameters, single } from '../history/event-query.js';
import { PageSender } from '../http/page-sender.js';
import { readForm } from '../http/read-form.js';
import { connectView } from './connect-view.js';
import { FreshKeys } from './fresh-keys.js';
import { readClient } from './read-client.js';

/** The page on which an agent is connected. */
@ApiExcludeController()
@Requires('read')
@Controller('connect')
export class ConnectPagesController {
  constructor(
    private readonly archive: EventArchive,
    private readonly keys: FreshKeys,
    private readonly options: DashboardOptions,
    private readonly pages: PageSender,
  ) {}

  @Get()
  async page(
    @Query() query: QueryParameters,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.send(readClient(single(query, 'client')), request, reply);
  }

  /** The page once more, with a key in it: never by a link, so that loading a page makes none. */
  @Post('key')
  @Requires('admin')
  async key(
    @Body() body: unknown,
    @InProject() project: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const client = readClient(readForm(body).get('client') ?? undefined);
    const name = `${client.name}, from the Connect page`;
    await this.send(client, request, reply, await this.keys.make({ project, name, request }));
  }

  private async send(client: ConnectClient, request: FastifyRequest, reply: FastifyReply, key?: string): Promise<void> {
    const url = this.options.publicUrl();
    const offersKey = key === undefined && (await this.keys.wanted(request));
    const body = connectView({ client, url, key, offersKey, after: await this.archive.head() });
    await this.pages.send(reply, {
      title: 'Connect',
      place: '/connect',
      skipTo: { id: 'connect-client', label: 'Skip to the snippets' },
      body,
    });
  }
}
