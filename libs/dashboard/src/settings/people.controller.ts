import { AccountsService, actorOf, MembersService } from '@binnacle/auth';
import { BinnacleError } from '@binnacle/events';
import { projectOf, Requires } from '@binnacle/http';
import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DashboardOptions } from '../dashboard-options.js';
import { PageSender } from '../http/page-sender.js';
import { readForm } from '../http/read-form.js';
import { visitorOf } from '../pages/visitor.js';
import { peopleView } from './people-view.js';
import type { ShownOnce } from './shown-once.js';

/** Who belongs to the project, as what, and who is invited. */
@ApiExcludeController()
@Requires('admin')
@Controller('settings/people')
export class PeopleController {
  constructor(
    private readonly members: MembersService,
    private readonly accounts: AccountsService,
    private readonly options: DashboardOptions,
    private readonly pages: PageSender,
  ) {}

  @Get()
  async page(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.send(request, reply);
  }

  @Post('invite')
  async invite(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const form = readForm(body);
    const [email, role] = [form.get('email') ?? '', form.get('role') ?? ''];
    try {
      const token = await this.members.invite(changeOf(request), email, role);
      const text = `${this.options.publicUrl()}/invite/${token}`;
      await this.send(request, reply, { once: { title: `Invitation for ${email}`, text, hint: INVITE_HINT } });
    } catch (error) {
      if (!(error instanceof BinnacleError) || error.status >= 500) throw error;
      await this.send(request, reply, { mistake: error.detail });
    }
  }

  @Post('invitations/:id/take-back')
  async takeBack(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.members.takeBack(changeOf(request), id);
    back(reply);
  }

  @Post(':id/role')
  async role(
    @Param('id') id: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.members.setRole(changeOf(request), id, readForm(body).get('role') ?? '');
    back(reply);
  }

  @Post(':id/remove')
  async remove(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.members.remove(changeOf(request), id);
    back(reply);
  }

  /** Only an owner: who sets a password is that person, in every project. */
  @Post(':id/reset')
  @Requires('owner')
  async reset(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { who, from } = actorOf(request);
    const { token, account } = await this.accounts.makeReset(id, who, from);
    const text = `${this.options.publicUrl()}/reset/${token}`;
    await this.send(request, reply, { once: { title: `A new password for ${account.name}`, text, hint: RESET_HINT } });
  }

  @Post(':id/owner')
  @Requires('owner')
  async owner(
    @Param('id') id: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { who, from } = actorOf(request);
    try {
      await this.accounts.setOwner(id, readForm(body).get('owner') === 'yes', who, from);
      back(reply);
    } catch (error) {
      if (!(error instanceof BinnacleError) || error.code !== 'last_owner') throw error;
      await this.send(request, reply, { mistake: error.detail });
    }
  }

  private async send(
    request: FastifyRequest,
    reply: FastifyReply,
    said: { once?: ShownOnce; mistake?: string } = {},
  ): Promise<void> {
    const project = projectOf(request);
    const [members, invitations] = await Promise.all([this.members.list(project), this.members.invitations(project)]);
    const body = peopleView({ members, invitations, visitor: visitorOf(request), ...said });
    const skipTo = { id: 'settings', label: 'Skip to the people' };
    const status = said.mistake === undefined ? 200 : 400;
    await this.pages.send(reply, { title: 'People', place: '/settings/people', skipTo, body }, status);
  }
}

const INVITE_HINT = 'Send it to them yourself. It works once, for 7 days, and is not shown again.';
const RESET_HINT = 'Send it to them yourself. It works once, for 24 hours, and is not shown again.';

function changeOf(request: FastifyRequest) {
  const { who: by, from } = actorOf(request);
  return { project: projectOf(request), by, from };
}

const back = (reply: FastifyReply): void => void reply.redirect('/settings/people', 303);
