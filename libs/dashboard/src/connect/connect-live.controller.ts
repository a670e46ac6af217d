import type { ServerResponse } from 'node:http';
import { EventBus } from '@binnacle/bus';
import { LifecycleError } from '@binnacle/events';
import { InProject, Requires } from '@binnacle/http';
import { EventArchive, stitch } from '@binnacle/persistence';
import { type BeforeApplicationShutdown, Controller, Get, Logger, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DashboardOptions } from '../dashboard-options.js';
import { type QueryParameters, readSeq, single } from '../history/event-query.js';
import { openEventStream } from '../http/open-event-stream.js';
import { encodePatch, encodeRetry, HEARTBEAT } from '../hub/frame-encoder.js';
import { type FirstEvent, firstEventView } from './first-event-view.js';
import { isFrom } from './is-from.js';
import { readClient } from './read-client.js';

/** When the page begins to say what to look at. */
const LATE_MS = 60_000;
const HEARTBEAT_MS = 15_000;
const BOUND = 500;

/**
 * Waits for the first event of a client: from where the page began, through the archive into what comes. Two or three frames in
 * all, so that nothing is ever queued; afterwards it only keeps the line open, because a page comes back to a stream that ends.
 */
@ApiExcludeController()
@Requires('read')
@Controller('connect/live')
export class ConnectLiveController implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Connect');
  private readonly open = new Set<AbortController>();
  private stopping = false;

  constructor(
    private readonly archive: EventArchive,
    private readonly bus: EventBus,
    private readonly options: DashboardOptions,
  ) {}

  beforeApplicationShutdown(): void {
    this.stopping = true;
    for (const stream of this.open) stream.abort();
  }

  @Get()
  async stream(
    @Query() query: QueryParameters,
    @InProject() project: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const client = readClient(single(query, 'client'));
    const after = readSeq('after', single(query, 'after')) ?? (await this.archive.head());
    if (reply.raw.destroyed) return;
    this.assertRoom();
    const response = openEventStream(reply);
    const stop = new AbortController();
    response.once('close', () => stop.abort());
    this.open.add(stop);
    const paint = painter(response, { client, url: this.options.publicUrl(), isLate: false });
    const timers = [
      setInterval(() => response.write(HEARTBEAT), HEARTBEAT_MS),
      setTimeout(() => paint({ isLate: true }), LATE_MS),
    ];
    response.write(encodeRetry());
    try {
      const live$ = this.bus.batches({ name: 'connect', bound: 10_000, overflow: 'drop-oldest' });
      const { archive } = this;
      const batches = stitch({ archive, live$, query: { project }, after, bound: BOUND, signal: stop.signal });
      for await (const batch of batches) {
        const received = batch.find((event) => isFrom(client, event));
        const other = batch.find((event) => !isFrom(client, event));
        if (received || other) paint({ ...(other && { other }), ...(received && { received }) });
        if (received) break;
      }
      if (!stop.signal.aborted) await new Promise((resolve) => stop.signal.addEventListener('abort', resolve));
    } catch (error) {
      if (!stop.signal.aborted) this.logger.warn({ err: error }, 'a wait ended early; its page resumes by itself');
    } finally {
      for (const timer of timers) clearTimeout(timer);
      this.open.delete(stop);
      response.end();
    }
  }

  private assertRoom(): void {
    if (this.stopping) throw new LifecycleError('shutting_down', 'the server is stopping');
    const limit = this.options.maxViewers;
    if (this.open.size >= limit) throw new LifecycleError('too_many_viewers', `${limit} pages wait`, { limit });
  }
}

/** Paints what is new: of several others the first is enough, and after what was waited for nothing is. */
function painter(response: ServerResponse, from: FirstEvent): (news: Partial<FirstEvent>) => void {
  let state = from;
  return (news) => {
    if (state.received || (news.other && state.other && !news.received)) return;
    state = { ...state, ...news };
    response.write(encodePatch(firstEventView(state).toString()));
  };
}
