import { AnsweredBook, ApprovalRules, InboxBook, MAX_BATCH } from '@binnacle/coordinator';
import { projectOf, Requires } from '@binnacle/http';
import type { Html } from '@binnacle/plugin-kit';
import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { invalid, type QueryParameters, single } from '../history/event-query.js';
import { PageSender } from '../http/page-sender.js';
import { RepaintStreams } from '../http/repaint-streams.js';
import { answeredView } from './answered-view.js';
import { batchView } from './batch-view.js';
import { type InboxTab, inboxFrame } from './inbox-frame.js';
import { inboxPerson } from './inbox-person.js';
import { INBOX_PAGE, type InboxPlace, readPlace } from './inbox-routes.js';
import { inboxList, inboxView } from './inbox-view.js';
import { rulesView } from './rules-view.js';

const ANSWERED_PAGE = 50;
const RULES_SHOWN = 500;

/** The inbox: what waits for people, what they answered, what they approved for longer. */
@ApiExcludeController()
@Requires('read')
@Controller('inbox')
export class InboxPagesController {
  constructor(
    private readonly inbox: InboxBook,
    private readonly closed: AnsweredBook,
    private readonly approvals: ApprovalRules,
    private readonly pages: PageSender,
    private readonly streams: RepaintStreams,
  ) {}

  @Get()
  async open(
    @Query() query: QueryParameters,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const place = readPlace(query);
    const page = await this.inbox.open(this.filterOf(place, request));
    await this.send(request, reply, 'open', inboxView(page, place));
  }

  /** The open questions, as they come and go. */
  @Get('live')
  live(@Query() query: QueryParameters, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const place = readPlace(query);
    const filter = this.filterOf(place, request);
    this.streams.open(reply, {
      key: `inbox ${JSON.stringify(filter)}`,
      wants: ({ project, type }) =>
        project === filter.project && (type.startsWith('question:') || type.startsWith('agent:')),
      render: async () => inboxList(await this.inbox.open(filter), place),
    });
  }

  @Get('answered')
  async answered(
    @Query() query: QueryParameters,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const [agent, by] = [single(query, 'agent') || undefined, single(query, 'by') || undefined];
    const before = readBefore(single(query, 'before'));
    const filter = {
      project: projectOf(request),
      ...(agent && { agentId: agent }),
      ...(by && { by }),
      ...(before && { before }),
    };
    const found = await this.closed.list({ ...filter, limit: ANSWERED_PAGE + 1 });
    const questions = found.slice(0, ANSWERED_PAGE);
    const last = found.length > ANSWERED_PAGE ? questions.at(-1) : undefined;
    await this.send(
      request,
      reply,
      'answered',
      answeredView({ questions, agent, by, next: last && `${last.closedAt} ${last.id}` }),
    );
  }

  @Get('rules')
  async rules(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.send(request, reply, 'rules', rulesView(await this.approvals.list(projectOf(request), RULES_SHOWN)));
  }

  @Get('batch')
  async batch(
    @Query() query: QueryParameters,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const tool = single(query, 'tool') ?? '';
    const questions = await this.inbox.alike(projectOf(request), tool, MAX_BATCH);
    await this.send(request, reply, 'open', batchView(tool, questions));
  }

  private filterOf({ agent, mine, ...rest }: InboxPlace, request: FastifyRequest) {
    const person = inboxPerson(request).name;
    return {
      project: projectOf(request),
      ...rest,
      ...(agent && { agentId: agent }),
      ...(mine && { mine: person ?? '' }),
      limit: INBOX_PAGE,
    };
  }

  private async send(request: FastifyRequest, reply: FastifyReply, tab: InboxTab, body: Html): Promise<void> {
    await this.pages.send(reply, {
      title: 'Inbox',
      place: '/inbox',
      skipTo: { id: 'inbox', label: 'Skip to the inbox' },
      body: inboxFrame(tab, inboxPerson(request), body),
    });
  }
}

function readBefore(text: string | undefined) {
  if (!text) return undefined;
  const [, closedAt, id] = /^(\d{4}-\d\d-\d\dT[\d:.]{8,12}Z) (.{1,128})$/.exec(text) ?? [];
  if (!closedAt || !id || Number.isNaN(Date.parse(closedAt))) throw invalid('before', 'must be that of a link');
  return { closedAt, id };
}
