import { LifecycleError } from '@binnacle/events';
import { InProject, Requires } from '@binnacle/http';
import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DashboardOptions } from '../dashboard-options.js';
import { DashboardsService } from '../dashboards/dashboards.service.js';
import { Frame } from '../hub/frame.js';
import { encodeRetry } from '../hub/frame-encoder.js';
import { LiveHub } from '../hub/live-hub.js';
import type { Layout } from '../hub/placed-panel.js';
import type { QueryValues } from '../hub/view-selection.js';
import { Viewer } from '../hub/viewer.js';
import { acceptsGzip } from './accepts-gzip.js';
import { openEventStream } from './open-event-stream.js';

/** The stream of one tab: Datastar patches for all panels of its selection. */
@ApiExcludeController()
@Requires('read')
@Controller('events')
export class LiveController {
  constructor(
    private readonly hub: LiveHub,
    private readonly dashboards: DashboardsService,
    private readonly options: DashboardOptions,
  ) {}

  @Get()
  async stream(
    @InProject() project: string,
    @Query() query: QueryValues,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.assertRoom();
    const view = await this.hub.view(project, query, await this.layoutOf(project, query));
    if (request.raw.socket.destroyed) return;
    // Others may have come while the view was folded: all tabs do after a restart.
    this.assertRoom();
    const gzip = acceptsGzip(request.headers['accept-encoding']);
    const response = openEventStream(reply, gzip ? { 'Content-Encoding': 'gzip' } : {});
    const viewer = new Viewer(response, gzip, this.hub.sent);
    view.add(viewer);
    response.once('close', () => viewer.leave());
    viewer.send(new Frame(encodeRetry()));
    // What the page was painted with is on the screen already; after a reconnect `at` is old, and all that changed since follows.
    const { seq, layout } = this.painted(query.at);
    const missed = layout === view.layout ? view.snapshot(seq) : view.page();
    if (!missed.isEmpty) viewer.send(missed);
  }

  private async layoutOf(project: string, { dashboard }: QueryValues): Promise<Layout | undefined> {
    return typeof dashboard === 'string' && dashboard ? this.dashboards.layout(project, dashboard) : undefined;
  }

  private assertRoom(): void {
    const limit = this.options.maxViewers;
    if (this.hub.viewerCount < limit) return;
    throw new LifecycleError('too_many_viewers', `${limit} streams are open`, { limit });
  }

  /** What the URL says the page was painted with: the position, when it is one of this process, else before everything. */
  private painted(at: QueryValues[string]): { readonly seq: bigint; readonly layout: string | undefined } {
    const [epoch, seq = '', layout] = typeof at === 'string' ? at.split('.') : [];
    return { seq: epoch === this.hub.epoch && /^\d{1,19}$/.test(seq) ? BigInt(seq) : -1n, layout };
  }
}
