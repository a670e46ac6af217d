import { MessagesService } from '@binnacle/coordinator';
import { BinnacleError } from '@binnacle/events';
import { inScopeUntil, projectOf, Requires } from '@binnacle/http';
import { ENTITY_STATES } from '@binnacle/persistence';
import { type EntityInfo, type EntityKind, Html, html, type Tab } from '@binnacle/plugin-kit';
import { PluginRegistry, runPart, sourceOf } from '@binnacle/registry';
import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ActionRunner } from '../actions/action-runner.js';
import { invalid, type QueryParameters, readSeq, single } from '../history/event-query.js';
import { PageSender } from '../http/page-sender.js';
import { EntityFinder } from './entity-finder.js';
import { entityListView } from './entity-list-view.js';
import { entityView, tabFailure } from './entity-view.js';
import { MESSAGES_SHOWN, messagesSection } from './messages-view.js';

const PAGE = 50;
const TAB_TIMEOUT_MS = 5_000;

/** Agents, sessions and graphs: lists, and a page for each with the tabs that plugins bring. */
@ApiExcludeController()
@Requires('read')
@Controller()
export class EntityPagesController {
  constructor(
    private readonly entities: EntityFinder,
    private readonly registry: PluginRegistry,
    private readonly actions: ActionRunner,
    private readonly pages: PageSender,
    private readonly messages: MessagesService,
  ) {}

  @Get('agents')
  agents(@Query() query: QueryParameters, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.list('agent', query, request, reply);
  }

  @Get('sessions')
  sessions(@Query() query: QueryParameters, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.list('session', query, request, reply);
  }

  @Get('graphs')
  graphs(@Query() query: QueryParameters, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.list('graph', query, request, reply);
  }

  @Get('agents/:id')
  agent(
    @Param('id') id: string,
    @Query() query: QueryParameters,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.one('agent', id, query, request, reply);
  }

  @Get('sessions/:id')
  session(
    @Param('id') id: string,
    @Query() query: QueryParameters,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.one('session', id, query, request, reply);
  }

  @Get('graphs/:id')
  graph(
    @Param('id') id: string,
    @Query() query: QueryParameters,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.one('graph', id, query, request, reply);
  }

  private async list(
    kind: EntityKind,
    query: QueryParameters,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const text = single(query, 'state');
    const state = ENTITY_STATES.find((one) => one === text);
    if (text && !state) throw invalid('state', `must be one of ${ENTITY_STATES.join(', ')}`);
    const before = readSeq('before', single(query, 'before'));
    const found = await this.entities.list({ project: projectOf(request), kind, state, before, limit: PAGE + 1 });
    const entities = found.slice(0, PAGE);
    const next = found.length > PAGE ? entities.at(-1)?.lastSeq : undefined;
    const body = entityListView({ kind, state, entities, next, isFirst: before === undefined });
    await this.pages.send(reply, {
      title: `${kind}s`,
      place: '/agents',
      skipTo: { id: 'found', label: 'Skip to the list' },
      body,
    });
  }

  private async one(
    kind: EntityKind,
    id: string,
    query: QueryParameters,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const project = projectOf(request);
    const entity = await this.entities.find(project, kind, id);
    const tabs = this.registry.tabs.filter(({ definition }) => definition.on.includes(kind));
    const asked = single(query, 'tab');
    const tab = asked ? tabs.find(({ definition }) => definition.id === asked) : tabs[0];
    if (asked && !tab)
      throw new BinnacleError('plugin_part_not_found', `${kind}s have no tab ${JSON.stringify(asked.slice(0, 60))}`);
    const before = readSeq('before', single(query, 'before'));
    const content = tab ? await this.render(tab, { ...entity, before }) : html``;
    const messages = kind === 'agent' && messagesSection(id, await this.messages.list(project, id, MESSAGES_SHOWN));
    const body = entityView({ entity, tabs, tab, content, actions: this.actions.buttons(kind, entity), messages });
    await this.pages.send(reply, {
      title: id,
      place: '/agents',
      skipTo: { id: 'tab', label: 'Skip to the tab' },
      body,
    });
  }

  /** A tab that fails says so in its place; the rest of the page is there. */
  private async render(tab: Tab, entity: EntityInfo): Promise<Html> {
    try {
      const found: unknown = await runPart(this.registry.health, sourceOf(tab), TAB_TIMEOUT_MS, () =>
        inScopeUntil(entity.project, () => tab.render(entity)),
      );
      return found instanceof Html ? found : tabFailure('it returned something else than html``');
    } catch (error) {
      return tabFailure(error instanceof Error ? error.message : String(error));
    }
  }
}
