import { type Account, AccountsService, COOKIE, LoginService, OneTimeLinks } from '@binnacle/auth';
import { BinnacleError } from '@binnacle/events';
import { callerOf, Requires } from '@binnacle/http';
import { type Html, html } from '@binnacle/plugin-kit';
import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readForm } from '../http/read-form.js';
import { csrfField, visitorOf } from '../pages/visitor.js';
import { browserOf } from './browser-of.js';
import { nameField, newPasswordField } from './fields.js';
import { SignInCookies } from './sign-in-cookies.js';
import { SignInSender } from './sign-in-sender.js';

/** What people do with a link they were sent: accept an invitation, choose a new password. */
@ApiExcludeController()
@Requires('public')
@Controller()
export class LinksController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly links: OneTimeLinks,
    private readonly logins: LoginService,
    private readonly cookies: SignInCookies,
    private readonly pages: SignInSender,
  ) {}

  @Get('invite/:token')
  async invitation(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.sendInvitation(token, request, reply);
  }

  @Post('invite/:token')
  async join(
    @Param('token') token: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const form = readForm(body);
    const name = form.get('name') ?? '';
    try {
      const given = { name, password: form.get('password') ?? '' };
      await this.enter(await this.accounts.acceptNew(token, given, request.ip), 'invitation', request, reply);
    } catch (error) {
      if (!(error instanceof BinnacleError) || error.code !== 'field_invalid') throw error;
      await this.sendInvitation(token, request, reply, { name, mistake: error.detail });
    }
  }

  /** Of somebody who has an account already. */
  @Post('invite/:token/accept')
  @Requires('signed-in')
  async accept(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const caller = callerOf(request);
    if (caller.kind !== 'person') throw new BinnacleError('unauthenticated', 'only people accept invitations');
    const { project } = await this.links.read('invite', token);
    await this.accounts.acceptKnown(token, await this.accounts.find(caller.userId), request.ip);
    if (project) this.cookies.project(reply, project);
    void reply.redirect('/', 303);
  }

  @Get('reset/:token')
  async resetting(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    await this.links.read('reset', token);
    this.sendReset(token, reply);
  }

  @Post('reset/:token')
  async reset(
    @Param('token') token: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    try {
      const account = await this.accounts.reset(token, readForm(body).get('password') ?? '', request.ip);
      await this.enter(account, 'reset', request, reply);
    } catch (error) {
      if (!(error instanceof BinnacleError) || error.code !== 'field_invalid') throw error;
      this.sendReset(token, reply, error.detail);
    }
  }

  private async enter(account: Account, by: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const before = this.cookies.read(request, COOKIE.session);
    this.cookies.session(reply, await this.logins.start(account, { ...browserOf(request), before }, by));
    void reply.redirect('/', 303);
  }

  private async sendInvitation(
    token: string,
    request: FastifyRequest,
    reply: FastifyReply,
    given: { name?: string; mistake?: string } = {},
  ): Promise<void> {
    const { email, project, role, createdBy } = await this.links.read('invite', token);
    const known = await this.accounts.byEmail(email ?? '');
    const path = `/invite/${encodeURIComponent(token)}`;
    const body = known ? this.knownForm(path, known, request) : newForm(path, email ?? '', given.name);
    const lead = `${createdBy} invites you to the project ${project} as ${role}.`;
    const status = given.mistake === undefined ? 200 : 400;
    this.pages.send(reply, { title: 'Join', lead, mistake: given.mistake, body }, status);
  }

  private knownForm(path: string, { id, email }: Account, request: FastifyRequest): Html {
    const caller = callerOf(request);
    return caller.kind === 'person' && caller.userId === id
      ? html`<form method="post" action="${path}/accept">${csrfField(visitorOf(request))}<button class="primary" type="submit">Accept</button></form>`
      : html`<p>There is an account with the address ${email}. Sign in with it to accept.</p><a class="button primary" href="/login?next=${encodeURIComponent(path)}">Sign in</a>`;
  }

  private sendReset(token: string, reply: FastifyReply, mistake?: string): void {
    const body = html`<form method="post" action="/reset/${encodeURIComponent(token)}">${newPasswordField('New password', true)}<button class="primary" type="submit">Set it and sign in</button></form>`;
    const lead = 'Every browser that is signed in as you is signed out.';
    this.pages.send(reply, { title: 'A new password', lead, mistake, body }, mistake === undefined ? 200 : 400);
  }
}

const newForm = (path: string, email: string, name?: string): Html =>
  html`<form method="post" action="${path}"><p>Your account: <strong>${email}</strong></p>${nameField(name, true)}${newPasswordField()}<button class="primary" type="submit">Join</button></form>`;
