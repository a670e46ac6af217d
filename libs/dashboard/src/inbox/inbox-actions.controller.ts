import { actorOf, Callers } from '@binnacle/auth';
import { ApprovalRules, BatchAnswersService, MAX_BATCH, QuestionDesk } from '@binnacle/coordinator';
import { BinnacleError } from '@binnacle/events';
import { actorName, personCookie, projectOf, Requires } from '@binnacle/http';
import { Body, Controller, Headers, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PageSender } from '../http/page-sender.js';
import { readForm } from '../http/read-form.js';
import { batchOutcome } from './batch-view.js';
import { inboxFrame } from './inbox-frame.js';
import { inboxPerson } from './inbox-person.js';
import { inboxRoutes } from './inbox-routes.js';

const NAME_CHARS = 256;
const COMMENT_CHARS = 10_000;

/** The forms of the inbox: all of them do what REST does, in the name of who sends them. */
@ApiExcludeController()
@Controller('inbox')
export class InboxActionsController {
  constructor(
    private readonly desk: QuestionDesk,
    private readonly answers: BatchAnswersService,
    private readonly approvals: ApprovalRules,
    private readonly pages: PageSender,
    private readonly callers: Callers,
  ) {}

  @Post('name')
  @Requires('answer')
  name(@Body() body: unknown, @Res() reply: FastifyReply): void {
    const name = readForm(body).get('name') ?? '';
    void reply.header('set-cookie', personCookie(name, this.callers.isSecure)).redirect(inboxRoutes.open(), 303);
  }

  @Post('questions/:id/claim')
  @Requires('answer')
  async claim(
    @Param('id') id: string,
    @Headers('datastar-request') datastar: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.desk.claim(named(id, request));
    done(reply, datastar);
  }

  @Post('questions/:id/release')
  @Requires('answer')
  async release(
    @Param('id') id: string,
    @Headers('datastar-request') datastar: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.desk.release(named(id, request));
    done(reply, datastar);
  }

  @Post('questions/:id/assign')
  @Requires('answer')
  async assign(
    @Param('id') id: string,
    @Body() body: unknown,
    @Headers('datastar-request') datastar: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.desk.assign(named(id, request), text(readForm(body), 'to', NAME_CHARS));
    done(reply, datastar);
  }

  @Post('questions/:id/comment')
  @Requires('answer')
  async comment(
    @Param('id') id: string,
    @Body() body: unknown,
    @Headers('datastar-request') datastar: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const words = text(readForm(body), 'text', COMMENT_CHARS);
    if (words === '') throw new BinnacleError('field_invalid', '`text` must not be empty', { field: 'text' });
    await this.desk.comment(named(id, request), words);
    done(reply, datastar);
  }

  @Post('rules/:id/revoke')
  @Requires('admin')
  async revoke(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.approvals.revoke(projectOf(request), id, nameOf(request), actorOf(request));
    void reply.redirect(inboxRoutes.rules(), 303);
  }

  @Post('batch')
  @Requires('answer')
  async batch(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const form = readForm(body);
    const decision = form.get('decision') === 'approve' ? 'approve' : 'reject';
    const chosen = form.getAll('question').slice(0, MAX_BATCH);
    const items = chosen.flatMap((value) => {
      const [, shownHash, questionId] = /^(\S*) (.+)$/.exec(value) ?? [];
      return shownHash && questionId
        ? [{ questionId, given: { decision, shownHash, by: nameOf(request), as: actorOf(request) } }]
        : [];
    });
    const results = await this.answers.answer(projectOf(request), items);
    await this.pages.send(reply, {
      title: 'Inbox',
      place: '/inbox',
      skipTo: { id: 'inbox', label: 'Skip to the inbox' },
      body: inboxFrame('open', inboxPerson(request), batchOutcome(results, decision)),
    });
  }
}

const nameOf = (request: FastifyRequest): string => actorName(request, { door: 'dashboard' });
const named = (id: string, request: FastifyRequest) => ({ project: projectOf(request), id, by: nameOf(request) });

function text(form: URLSearchParams, field: string, limit: number): string {
  const value = (form.get(field) ?? '').trim();
  if (value.length <= limit) return value;
  throw new BinnacleError('field_too_long', `\`${field}\` has ${value.length} characters; the limit is ${limit}`, {
    field,
    limit,
  });
}

/** The list is painted by its stream; without scripts the page is loaded again. */
function done(reply: FastifyReply, datastar: string | undefined): void {
  if (datastar) void reply.code(204).send();
  else void reply.redirect(inboxRoutes.open(), 303);
}
