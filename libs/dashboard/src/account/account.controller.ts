import { AccountsService, Audit, actorOf, SessionsService } from '@binnacle/auth';
import { BinnacleError } from '@binnacle/events';
import { callerOf, type PersonCaller, Requires } from '@binnacle/http';
import type { BesideChange } from '@binnacle/persistence';
import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PageSender } from '../http/page-sender.js';
import { readForm } from '../http/read-form.js';
import { visitorOf } from '../pages/visitor.js';
import { accountView } from './account-view.js';

/** What is one's own: where one is signed in, and the password. */
@ApiExcludeController()
@Requires('signed-in')
@Controller('account')
export class AccountController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly sessions: SessionsService,
    private readonly audit: Audit,
    private readonly pages: PageSender,
  ) {}

  @Get()
  async page(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (callerOf(request).kind === 'open') void reply.redirect('/setup', 303);
    else await this.send(request, reply);
  }

  @Post('password')
  async password(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { userId: id, sessionId: keep } = personIn(request);
    const form = readForm(body);
    const passwords = { old: form.get('old') ?? '', new: form.get('password') ?? '' };
    try {
      await this.accounts.changePassword({ id, keep }, passwords, request.ip);
      await this.send(request, reply, { done: 'The password is changed. All other browsers are signed out.' });
    } catch (error) {
      if (!(error instanceof BinnacleError) || error.status >= 500) throw error;
      await this.send(request, reply, { mistake: error.detail });
    }
  }

  @Post('sessions/end-others')
  async endOthers(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { userId, sessionId } = personIn(request);
    await this.sessions.endOthers(userId, sessionId, (count) => this.ended(request, { sessions: count }));
    void reply.redirect('/account', 303);
  }

  @Post('sessions/:id/end')
  async end(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.sessions.end(personIn(request).userId, id, this.ended(request, { session: id }));
    void reply.redirect('/account', 303);
  }

  private ended(request: FastifyRequest, detail: { session: string } | { sessions: number }): BesideChange {
    const record = { ...actorOf(request), what: 'session.ended', target: `user:${personIn(request).userId}`, detail };
    return (transaction) => this.audit.record(record, transaction);
  }

  private async send(
    request: FastifyRequest,
    reply: FastifyReply,
    said: { done?: string; mistake?: string } = {},
  ): Promise<void> {
    const { userId, sessionId, roles } = personIn(request);
    const account = await this.accounts.find(userId);
    const sessions = await this.sessions.list(userId);
    const page = { account, sessions, current: sessionId, roles, visitor: visitorOf(request), ...said };
    const skipTo = { id: 'account', label: 'Skip to your account' };
    const status = said.mistake === undefined ? 200 : 400;
    await this.pages.send(reply, { title: 'Your account', place: '/account', skipTo, body: accountView(page) }, status);
  }
}

function personIn(request: FastifyRequest): PersonCaller {
  const caller = callerOf(request);
  if (caller.kind === 'person') return caller;
  throw new BinnacleError('permission_denied', 'only people have an account; this is a key');
}
