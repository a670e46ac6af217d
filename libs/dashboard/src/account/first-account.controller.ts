import {
  type Access,
  AccessMode,
  AccountsService,
  COOKIE,
  LoginService,
  OneTimeLinks,
  type Setup,
} from '@binnacle/auth';
import { BinnacleError } from '@binnacle/events';
import { Requires } from '@binnacle/http';
import { html } from '@binnacle/plugin-kit';
import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readForm } from '../http/read-form.js';
import { browserOf } from './browser-of.js';
import { emailField, nameField, newPasswordField } from './fields.js';
import { SignInCookies } from './sign-in-cookies.js';
import { SignInSender } from './sign-in-sender.js';

/** The first account: by the link that the start has printed, or, where everybody is served anyway, by anybody. */
@ApiExcludeController()
@Requires('public')
@Controller('setup')
export class FirstAccountController {
  constructor(
    private readonly mode: AccessMode,
    private readonly accounts: AccountsService,
    private readonly links: OneTimeLinks,
    private readonly logins: LoginService,
    private readonly cookies: SignInCookies,
    private readonly pages: SignInSender,
  ) {}

  @Get()
  page(@Res() reply: FastifyReply): void {
    const mode = this.mode.current();
    if (mode === 'accounts') void reply.redirect('/login', 303);
    else if (mode === 'open') this.form(reply, '/setup');
    else this.explain(reply);
  }

  @Get(':token')
  async linked(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    if (this.mode.current() === 'accounts') void reply.redirect('/login', 303);
    else {
      await this.links.read('setup', token);
      this.form(reply, `/setup/${encodeURIComponent(token)}`);
    }
  }

  @Post()
  async make(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (this.mode.current() === 'setup')
      throw new BinnacleError('link_invalid', 'only the printed link makes an account');
    await this.setUp({ by: 'page' }, body, request, reply);
  }

  @Post(':token')
  async makeByLink(
    @Param('token') token: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.setUp({ by: 'link', token }, body, request, reply);
  }

  private async setUp(setup: Setup, body: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const form = readForm(body);
    const given = { email: form.get('email') ?? '', name: form.get('name') ?? '' };
    try {
      const account = await this.accounts.setUp({ ...given, password: form.get('password') ?? '' }, setup, request.ip);
      const before = this.cookies.read(request, COOKIE.session);
      this.cookies.session(reply, await this.logins.start(account, { ...browserOf(request), before }, 'setup'));
      void reply.redirect('/', 303);
    } catch (error) {
      if (!(error instanceof BinnacleError) || error.code !== 'field_invalid') throw error;
      this.form(reply, request.url, { ...given, mistake: error.detail });
    }
  }

  private form(
    reply: FastifyReply,
    action: string,
    given: { email?: string; name?: string; mistake?: string } = {},
  ): void {
    const body = html`<form method="post" action="${action}">${nameField(given.name, true)}${emailField(given.email, false)}${newPasswordField()}<button class="primary" type="submit">Make the account</button></form>`;
    const lead = LEADS[this.mode.current()];
    const page = { title: 'Set up accounts', lead, mistake: given.mistake, body };
    this.pages.send(reply, page, given.mistake === undefined ? 200 : 400);
  }

  private explain(reply: FastifyReply): void {
    const body = html`<p>This server is reached from other machines, so it serves nothing before somebody has an account.</p><p>Its start has printed a link that makes the first one: look at its output, such as <code>docker compose logs binnacle</code>. It works once, for 24 hours; starting again prints a new one.</p>`;
    this.pages.send(reply, { title: 'Not set up yet', body }, 503);
  }
}

const LEADS: Readonly<Record<Access, string>> = {
  open: 'You become the owner. From then on everybody signs in or sends a key, on every address.',
  setup: 'You become the owner of this installation.',
  accounts: '',
};
