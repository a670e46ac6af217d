import { AccessMode, AccountsService, COOKIE, LoginService, OidcLogin, safeNext } from '@binnacle/auth';
import { BinnacleError } from '@binnacle/events';
import { callerOf, Requires } from '@binnacle/http';
import { html } from '@binnacle/plugin-kit';
import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type QueryParameters, single } from '../history/event-query.js';
import { readForm } from '../http/read-form.js';
import { browserOf } from './browser-of.js';
import { emailField, textField } from './fields.js';
import { SignInCookies } from './sign-in-cookies.js';
import { SignInSender } from './sign-in-sender.js';

interface Shown {
  readonly next: string;
  readonly email?: string;
  readonly mistake?: BinnacleError;
}

/** Where people sign in and out. */
@ApiExcludeController()
@Controller()
export class SignInController {
  constructor(
    private readonly mode: AccessMode,
    private readonly logins: LoginService,
    private readonly accounts: AccountsService,
    private readonly oidc: OidcLogin,
    private readonly cookies: SignInCookies,
    private readonly pages: SignInSender,
  ) {}

  @Get('login')
  @Requires('public')
  page(@Query() query: QueryParameters, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const next = safeNext(single(query, 'next'));
    const mode = this.mode.current();
    if (mode === 'setup') void reply.redirect('/setup', 303);
    else if (mode === 'open' || callerOf(request).kind === 'person') void reply.redirect(next, 303);
    else this.send(reply, { next });
  }

  @Post('login')
  @Requires('public')
  async login(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const form = readForm(body);
    const next = safeNext(form.get('next'));
    const email = form.get('email') ?? '';
    try {
      const before = this.cookies.read(request, COOKIE.session);
      const attempt = { ...browserOf(request), before, email, password: form.get('password') ?? '' };
      this.cookies.session(reply, await this.logins.withPassword(attempt));
      void reply.redirect(next, 303);
    } catch (error) {
      if (!(error instanceof BinnacleError) || error.status >= 500) throw error;
      this.send(reply, { next, email, mistake: error });
    }
  }

  @Post('logout')
  @Requires('signed-in')
  async logout(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const caller = callerOf(request);
    const token = this.cookies.read(request, COOKIE.session);
    if (caller.kind === 'person' && token) {
      await this.logins.signOut(token, await this.accounts.find(caller.userId), request.ip);
    }
    this.cookies.forget(reply, COOKIE.session);
    void reply.redirect('/login', 303);
  }

  @Get('login/oidc')
  @Requires('public')
  async begin(@Query() query: QueryParameters, @Res() reply: FastifyReply): Promise<void> {
    const { url, begun } = await this.oidc.begin(single(query, 'next') ?? '/');
    this.cookies.signIn(reply, begun);
    void reply.header('cache-control', 'no-store').redirect(url, 303);
  }

  @Get('login/oidc/callback')
  @Requires('public')
  async finish(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const begun = this.cookies.read(request, COOKIE.signIn);
    this.cookies.forget(reply, COOKIE.signIn);
    try {
      const { account, next } = await this.oidc.finish(request.url, begun, request.ip);
      const before = this.cookies.read(request, COOKIE.session);
      this.cookies.session(reply, await this.logins.start(account, { ...browserOf(request), before }, 'oidc'));
      void reply.header('cache-control', 'no-store').redirect(next, 303);
    } catch (error) {
      if (!(error instanceof BinnacleError) || error.status >= 500) throw error;
      this.send(reply, { next: '/', mistake: error });
    }
  }

  private send(reply: FastifyReply, { next, email, mistake }: Shown): void {
    const { provider } = this.oidc;
    const query = next === '/' ? '' : `?next=${encodeURIComponent(next)}`;
    if (mistake?.code === 'login_delayed') void reply.header('retry-after', String(mistake.context.retry_after));
    const body = html`<form method="post" action="/login"><input type="hidden" name="next" value="${next}">${emailField(email, !email)}${textField({ name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password', autofocus: Boolean(email) })}<button class="primary" type="submit">Sign in</button></form>
${provider && html`<p class="sign-in-or"><span>or</span></p><a class="button" href="/login/oidc${query}">Sign in with ${provider}</a>`}<p class="quiet">Forgotten? An owner makes a link for a new password.</p>`;
    const text = mistake && `${mistake.detail[0]?.toUpperCase()}${mistake.detail.slice(1)}.`;
    this.pages.send(reply, { title: 'Sign in', body, mistake: text }, mistake?.status ?? 200);
  }
}
