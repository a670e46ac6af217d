import { actorOf } from '@binnacle/auth';
import { BinnacleError } from '@binnacle/events';
import { InProject, parseJson, Requires } from '@binnacle/http';
import type { Html } from '@binnacle/plugin-kit';
import { PluginRegistry } from '@binnacle/registry';
import { Body, Controller, Get, Headers, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DashboardOptions } from '../dashboard-options.js';
import { type QueryParameters, single } from '../history/event-query.js';
import { PageSender } from '../http/page-sender.js';
import { readForm } from '../http/read-form.js';
import { sendPatch } from '../http/send-patch.js';
import { encodePatch } from '../hub/frame-encoder.js';
import { parseDashboard } from './dashboard.js';
import { DashboardsService } from './dashboards.service.js';
import { dashboardsView } from './dashboards-view.js';
import { draftOf, type EditorState, edited, editorOf, readEditor } from './editor-state.js';
import { type Editor, editorPatch, editorView } from './editor-view.js';

/** Where people make, change, share and take in dashboards. */
@ApiExcludeController()
@Controller('dashboards')
export class DashboardPagesController {
  constructor(
    private readonly dashboards: DashboardsService,
    private readonly registry: PluginRegistry,
    private readonly options: DashboardOptions,
    private readonly pages: PageSender,
  ) {}

  @Get()
  @Requires('read')
  async list(@InProject() project: string, @Res() reply: FastifyReply): Promise<void> {
    await this.sendList(project, reply);
  }

  /** @param query `from`: the dashboard to begin with a copy of */
  @Get('new')
  @Requires('admin')
  async new(@InProject() project: string, @Query() query: QueryParameters, @Res() reply: FastifyReply): Promise<void> {
    const from = single(query, 'from');
    const state = from ? copyOf(editorOf(await this.dashboards.find(project, from))) : this.fresh();
    await this.sendEditor(reply, this.editor(state, '/dashboards/new'));
  }

  @Post('new')
  @Requires('admin')
  async create(
    @InProject() project: string,
    @Req() request: FastifyRequest,
    @Query() query: QueryParameters,
    @Body() body: unknown,
    @Headers('datastar-request') datastar: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.change(query, body, { reply, datastar, url: '/dashboards/new' }, async (state) => {
      const made = await this.dashboards.create(project, actorOf(request), draftOf(state, this.registry));
      return `/d/${made.id}`;
    });
  }

  @Post('import')
  @Requires('admin')
  async import(
    @InProject() project: string,
    @Req() request: FastifyRequest,
    @Body() body: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const json = readForm(body).get('json') ?? '';
    try {
      const made = await this.dashboards.create(project, actorOf(request), parseDashboard(parseJson(json)));
      void reply.redirect(`/d/${made.id}`, 303);
    } catch (error) {
      if (!(error instanceof BinnacleError)) throw error;
      await this.sendList(project, reply, { mistake: error.detail, imported: json });
    }
  }

  @Post('home')
  @Requires('admin')
  async resetHome(
    @InProject() project: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.dashboards.setHome(project, actorOf(request), undefined);
    void reply.redirect('/dashboards', 303);
  }

  @Get(':id/edit')
  @Requires('admin')
  async edit(@InProject() project: string, @Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    const dashboard = await this.dashboards.find(project, id);
    await this.sendEditor(reply, this.editor(editorOf(dashboard), editUrl(dashboard.id)));
  }

  @Post(':id/edit')
  @Requires('admin')
  async save(
    @InProject() project: string,
    @Req() request: FastifyRequest,
    @Param('id') id: string,
    @Query() query: QueryParameters,
    @Body() body: unknown,
    @Headers('datastar-request') datastar: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { id: known } = await this.dashboards.find(project, id);
    await this.change(query, body, { reply, datastar, url: editUrl(known) }, async (state) => {
      await this.dashboards.replace(project, actorOf(request), known, draftOf(state, this.registry), state.revision);
      return `/d/${known}`;
    });
  }

  @Post(':id/home')
  @Requires('admin')
  async setHome(
    @InProject() project: string,
    @Req() request: FastifyRequest,
    @Param('id') id: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.dashboards.setHome(project, actorOf(request), id);
    void reply.redirect('/dashboards', 303);
  }

  @Post(':id/delete')
  @Requires('admin')
  async remove(
    @InProject() project: string,
    @Req() request: FastifyRequest,
    @Param('id') id: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.dashboards.remove(project, actorOf(request), id);
    void reply.redirect('/dashboards', 303);
  }

  /** A button of the editor paints it anew; Save saves, or says in the form why not. */
  private async change(
    query: QueryParameters,
    body: unknown,
    { reply, datastar, url }: { reply: FastifyReply; datastar: string | undefined; url: `/${string}` },
    save: (state: EditorState) => Promise<string>,
  ): Promise<void> {
    const form = readForm(body);
    const state = readEditor(form);
    const operation = single(query, 'op');
    if (operation) {
      await this.sendEditor(reply, this.editor(edited(state, operation, form.get('add') ?? ''), url), datastar);
      return;
    }
    try {
      void reply.redirect(await save(state), 303);
    } catch (error) {
      if (!(error instanceof BinnacleError)) throw error;
      await this.sendEditor(reply, { ...this.editor(state, url), mistake: error.detail });
    }
  }

  private fresh(): EditorState {
    const panels = this.registry.panels.map(({ id }) => ({ panel: id }));
    return editorOf({ name: '', panels });
  }

  private editor(state: EditorState, url: `/${string}`): Editor {
    return {
      state,
      url,
      isNew: url === '/dashboards/new',
      panels: this.registry.panels.map(({ id, definition: { title, size = 'third', options = {} } }) => ({
        id,
        title,
        size,
        options,
      })),
      filters: this.registry.viewFilters.map(({ definition }) => definition),
    };
  }

  private async sendEditor(reply: FastifyReply, editor: Editor, datastar?: string): Promise<void> {
    if (datastar) {
      sendPatch(reply, encodePatch(editorPatch(editor)));
      return;
    }
    await this.send(
      reply,
      editor.isNew ? 'New dashboard' : 'Edit dashboard',
      { id: 'editor', label: 'Skip to the form' },
      editorView(editor),
      editor.mistake ? 400 : 200,
    );
  }

  private async sendList(
    project: string,
    reply: FastifyReply,
    given: { mistake?: string; imported?: string } = {},
  ): Promise<void> {
    const page = { dashboards: await this.dashboards.list(project), publicUrl: this.options.publicUrl(), ...given };
    await this.send(
      reply,
      'Dashboards',
      { id: 'dashboards', label: 'Skip to the dashboards' },
      dashboardsView(page),
      given.mistake ? 400 : 200,
    );
  }

  private async send(
    reply: FastifyReply,
    title: string,
    skipTo: { id: string; label: string },
    body: Html,
    status: number,
  ): Promise<void> {
    await this.pages.send(reply, { title, place: '/dashboards', skipTo, body }, status);
  }
}

const editUrl = (id: string): `/${string}` => `/dashboards/${id}/edit`;
const copyOf = (state: EditorState): EditorState => ({
  ...state,
  name: `${state.name} copy`.slice(0, 80),
  revision: undefined,
});
