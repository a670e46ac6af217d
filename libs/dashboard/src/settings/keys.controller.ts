import { ApiKeysService, actorOf, DEFAULT_GRACE_HOURS } from '@binnacle/auth';
import { BinnacleError } from '@binnacle/events';
import { InProject, projectOf, Requires } from '@binnacle/http';
import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PageSender } from '../http/page-sender.js';
import { readForm } from '../http/read-form.js';
import { visitorOf } from '../pages/visitor.js';
import { keysView } from './keys-view.js';
import type { ShownOnce } from './shown-once.js';

/** Keys of programs: made, rotated, revoked. */
@ApiExcludeController()
@Requires('admin')
@Controller('settings/keys')
export class KeysController {
  constructor(
    private readonly keys: ApiKeysService,
    private readonly pages: PageSender,
  ) {}

  @Get()
  async page(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.send(request, reply);
  }

  @Post()
  async create(
    @InProject() project: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const form = readForm(body);
    const [name, scopes] = [form.get('name') ?? '', form.getAll('scope')];
    const days = form.get('expires_in_days') ?? '';
    const terms = { project, name, scopes, ...(days !== '' && { expiresInDays: Number(days) }) };
    await this.tell(request, reply, async () => {
      const { text } = await this.keys.create(terms, changeOf(request));
      return { title: `The key “${name.trim()}”`, text, hint: 'It is not shown again: only a hash of it is kept.' };
    });
  }

  @Post(':id/rotate')
  async rotate(
    @InProject() project: string,
    @Param('id') id: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const given = readForm(body).get('grace_hours') ?? '';
    const hours = given === '' ? DEFAULT_GRACE_HOURS : Number(given);
    await this.tell(request, reply, async () => {
      const { text } = await this.keys.rotate(project, id, hours, changeOf(request));
      const hint = hours > 0 ? `The old secret holds for ${hours} more hours.` : 'The old secret no longer holds.';
      return { title: 'The new secret of the key', text, hint: `It is not shown again. ${hint}` };
    });
  }

  @Post(':id/revoke')
  async revoke(
    @InProject() project: string,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.keys.revoke(project, id, changeOf(request));
    void reply.redirect('/settings/keys', 303);
  }

  private async tell(request: FastifyRequest, reply: FastifyReply, work: () => Promise<ShownOnce>): Promise<void> {
    try {
      await this.send(request, reply, { once: await work() });
    } catch (error) {
      if (!(error instanceof BinnacleError) || error.status >= 500 || error.status === 404) throw error;
      await this.send(request, reply, { mistake: error.detail });
    }
  }

  private async send(
    request: FastifyRequest,
    reply: FastifyReply,
    said: { once?: ShownOnce; mistake?: string } = {},
  ): Promise<void> {
    const keys = await this.keys.list(projectOf(request));
    const body = keysView({ keys, visitor: visitorOf(request), ...said });
    const skipTo = { id: 'settings', label: 'Skip to the keys' };
    const status = said.mistake === undefined ? 200 : 400;
    await this.pages.send(reply, { title: 'API keys', place: '/settings/keys', skipTo, body }, status);
  }
}

function changeOf(request: FastifyRequest) {
  const { who: by, from } = actorOf(request);
  return { by, from };
}
