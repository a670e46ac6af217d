import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { EventBus } from '@binnacle/bus';
import { type BinnacleEvent, LifecycleError, toWire } from '@binnacle/events';
import { InProject, Requires } from '@binnacle/http';
import { EventArchive, stitch } from '@binnacle/persistence';
import { type BeforeApplicationShutdown, Controller, Get, Headers, Logger, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DashboardOptions } from '../dashboard-options.js';
import { openEventStream } from '../http/open-event-stream.js';
import { encodeRetry, HEARTBEAT } from '../hub/frame-encoder.js';
import { ApiSelection } from '../openapi/event-parameters.js';
import { type QueryParameters, readSelection, readSeq, single } from './event-query.js';

/** Live events that may wait for one stream; past it the stream reads on from the archive. */
const BOUND = 2_000;
const HEARTBEAT_MS = 15_000;
/** A client that takes nothing for this long is cut off; it comes back with `Last-Event-ID`. */
const STALLED_MS = 60_000;

/** The raw stream for programs: every matching event once, history first, in `seq` order. */
@ApiTags('events')
@Requires('read')
@Controller('api/v1/events/stream')
export class EventStreamController implements BeforeApplicationShutdown {
  private readonly logger = new Logger('EventStream');
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
  @ApiOperation({
    summary: 'Stream events (SSE)',
    description:
      '`id:` is the `seq`. `Last-Event-ID` or `after` resumes there through history into live; without either it is live only.',
  })
  @ApiSelection()
  @ApiQuery({
    name: 'after',
    required: false,
    schema: { type: 'string', examples: ['0'] },
    description: 'Start after this `seq`; 0 = everything',
  })
  @ApiHeader({ name: 'Last-Event-ID', required: false, schema: { type: 'string', examples: ['0'] } })
  @ApiResponse({
    status: 200,
    description: 'Server-sent events; `data` is an `Event`',
    content: { 'text/event-stream': { schema: { type: 'string' } } },
  })
  async stream(
    @Query() parameters: QueryParameters,
    @Headers('last-event-id') lastEventId: string | undefined,
    @InProject() project: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const query = readSelection(project, parameters, ['after']);
    const from = readSeq('Last-Event-ID', lastEventId) ?? readSeq('after', single(parameters, 'after'));
    const after = from ?? (await this.archive.head());
    // All of this only now: others came, the client went or the server began to stop while the archive was asked.
    if (reply.raw.destroyed) return;
    if (this.stopping) throw new LifecycleError('shutting_down', 'the server is stopping');
    if (this.open.size >= this.options.maxViewers) {
      throw new LifecycleError('too_many_viewers', `${this.open.size} streams are open`, {
        limit: this.options.maxViewers,
      });
    }
    const response = openEventStream(reply);
    const stop = new AbortController();
    response.once('close', () => stop.abort());
    this.open.add(stop);
    const heartbeat = setInterval(() => response.write(HEARTBEAT), HEARTBEAT_MS);
    response.write(encodeRetry());
    try {
      const live$ = this.bus.batches({ name: 'event-stream', bound: 100_000, overflow: 'drop-oldest' });
      for await (const batch of stitch({
        archive: this.archive,
        live$,
        query,
        after,
        bound: BOUND,
        signal: stop.signal,
      })) {
        await this.write(response, batch, stop.signal);
      }
    } catch (error) {
      if (!stop.signal.aborted) this.logger.warn({ err: error }, 'a stream ended early; its client resumes by itself');
    } finally {
      clearInterval(heartbeat);
      this.open.delete(stop);
      response.end();
    }
  }

  /** Waits while the socket is full: the stream is pulled, so a slow client costs one batch. */
  private async write(response: ServerResponse, batch: readonly BinnacleEvent[], signal: AbortSignal): Promise<void> {
    const text = batch.map((event) => `id: ${event.seq}\ndata: ${JSON.stringify(toWire(event))}\n\n`).join('');
    if (response.write(text) || signal.aborted) return;
    await once(response, 'drain', { signal: AbortSignal.any([signal, AbortSignal.timeout(STALLED_MS)]) });
  }
}
