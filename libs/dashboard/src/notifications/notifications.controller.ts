import { actorOf } from '@binnacle/auth';
import type { JsonValue } from '@binnacle/events';
import { InProject, Requires } from '@binnacle/http';
import {
  ChannelBook,
  type ChannelSurroundings,
  channelToWire,
  DeliveryBook,
  Dispatcher,
  Fields,
  NotifierOptions,
  RuleBook,
  readChannel,
  readRule,
} from '@binnacle/notifiers';
import { html } from '@binnacle/plugin-kit';
import { PluginRegistry } from '@binnacle/registry';
import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type QueryParameters, single } from '../history/event-query.js';
import { PageSender } from '../http/page-sender.js';
import { readForm } from '../http/read-form.js';
import { inboxFrame } from '../inbox/inbox-frame.js';
import { inboxPerson } from '../inbox/inbox-person.js';
import { browserView } from './browser-view.js';
import { channelsView, type ShownSecret } from './channels-view.js';
import { logView } from './log-view.js';
import { notificationRoutes } from './notification-routes.js';
import { rulesView } from './rules-view.js';

const LOG_PAGE = 50;
const DAY_SECONDS = 86_400;
const ID_CHARS = 64;

/** Rules, channels and the log of notifications, and the forms that change them: all of them do what REST does. */
@ApiExcludeController()
@Controller('notifications')
export class NotificationsController {
  constructor(
    private readonly channels: ChannelBook,
    private readonly rules: RuleBook,
    private readonly deliveries: DeliveryBook,
    private readonly dispatcher: Dispatcher,
    private readonly registry: PluginRegistry,
    private readonly options: NotifierOptions,
    private readonly pages: PageSender,
  ) {}

  @Get()
  @Requires('read')
  async page(
    @InProject() project: string,
    @Query() query: QueryParameters,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.send(project, request, reply, { before: single(query, 'before')?.slice(0, ID_CHARS) });
  }

  @Post('channels')
  @Requires('admin')
  async addChannel(
    @InProject() project: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const made = await this.channels.add(
      project,
      actorOf(request),
      readChannel(channelFields(readForm(body)), this.surroundings()),
    );
    const secret = made.settings.kind === 'webhook' ? made.settings.keys[0]?.secret : undefined;
    if (secret === undefined) done(reply);
    else await this.send(project, request, reply, { shown: { channelId: made.id, secret } });
  }

  @Post('channels/:id/test')
  @Requires('admin')
  async test(@InProject() project: string, @Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    await this.dispatcher.test(await this.channels.get(project, id));
    done(reply, '#log');
  }

  @Post('channels/:id/rotate')
  @Requires('admin')
  async rotate(
    @InProject() project: string,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { secret } = await this.channels.rotate(project, actorOf(request), id, DAY_SECONDS);
    await this.send(project, request, reply, { shown: { channelId: id, secret } });
  }

  @Post('channels/:id/delete')
  @Requires('admin')
  async removeChannel(
    @InProject() project: string,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.channels.remove(project, actorOf(request), id);
    done(reply);
  }

  @Post('rules')
  @Requires('admin')
  async addRule(
    @InProject() project: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.rules.add(project, actorOf(request), readRule(ruleFields(readForm(body))));
    done(reply);
  }

  @Post('rules/:id/toggle')
  @Requires('admin')
  async toggle(
    @InProject() project: string,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const rule = await this.rules.get(project, id);
    const { name, enabled, event, agents, kinds, skipClaimed, steps } = rule;
    await this.rules.change(project, actorOf(request), id, {
      name,
      enabled: !enabled,
      event,
      agents,
      kinds,
      skipClaimed,
      steps,
    });
    done(reply);
  }

  @Post('rules/:id/delete')
  @Requires('admin')
  async removeRule(
    @InProject() project: string,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.rules.remove(project, actorOf(request), id);
    done(reply);
  }

  private async send(
    project: string,
    request: FastifyRequest,
    reply: FastifyReply,
    { shown, before }: { readonly shown?: ShownSecret; readonly before?: string },
  ): Promise<void> {
    const [channels, rules, found] = await Promise.all([
      this.channels.list(project),
      this.rules.list(project),
      this.deliveries.list({ project, before, limit: LOG_PAGE + 1 }),
    ]);
    const log = found.slice(0, LOG_PAGE);
    const wire = channels.map(channelToWire);
    const notifiers = this.registry.notifiers.map(({ definition: { id, title } }) => ({ id, title }));
    await this.pages.send(reply, {
      title: 'Notifications',
      place: '/inbox',
      skipTo: { id: 'inbox', label: 'Skip to the notifications' },
      body: inboxFrame(
        'notifications',
        inboxPerson(request),
        html`${rulesView(rules, wire)}${channelsView(wire, notifiers, shown)}${browserView}${logView(log, wire, found.length > LOG_PAGE ? log.at(-1)?.id : undefined)}`,
      ),
    });
  }

  private surroundings(): ChannelSurroundings {
    const { notifiers } = this.registry;
    const knowsNotifier = (id: string) => notifiers.some(({ definition }) => definition.id === id);
    return { allowed: this.options.allowed, knowsNotifier };
  }
}

const done = (reply: FastifyReply, place = ''): void =>
  void reply.redirect(`${notificationRoutes.page()}${place}`, 303);

function channelFields(form: URLSearchParams): Fields {
  const fields: Record<string, JsonValue> = {};
  for (const [name, value] of form) if (value.trim() !== '' && name !== 'answers') fields[name] = value;
  if (fields.kind === 'ntfy') fields.answers = form.get('answers') === '1';
  return new Fields(fields);
}

function ruleFields(form: URLSearchParams): Fields {
  const agents = (form.get('agents') ?? '')
    .split(',')
    .map((agent) => agent.trim())
    .filter(Boolean);
  const waits = form.getAll('after');
  const steps = form.getAll('channel').flatMap((channel, index): JsonValue[] => {
    const seconds = Math.round(Number(waits[index] ?? 0) * 60);
    return channel === '' ? [] : [{ channel_id: channel, after_seconds: seconds }];
  });
  return new Fields({
    name: form.get('name') ?? '',
    event: form.get('event') ?? 'asked',
    agents,
    kinds: form.getAll('kinds'),
    skip_claimed: form.get('skip_claimed') === '1',
    steps,
  });
}
