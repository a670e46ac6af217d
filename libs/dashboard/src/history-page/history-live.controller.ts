import { once } from 'node:events';
import { EventBus } from '@binnacle/bus';
import { type BinnacleEvent, LifecycleError } from '@binnacle/events';
import { InProject, Requires } from '@binnacle/http';
import { EventArchive, stitch } from '@binnacle/persistence';
import { html } from '@binnacle/plugin-kit';
import { type BeforeApplicationShutdown, Controller, Get, Headers, Logger, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DashboardOptions } from '../dashboard-options.js';
import { type QueryParameters, readSeq, single } from '../history/event-query.js';
import { openEventStream } from '../http/open-event-stream.js';
import { encodePatch, encodeRetry, encodeTrim, HEARTBEAT } from '../hub/frame-encoder.js';
import { historyRow, LIST_ID } from './history-row.js';
import { shownSelection } from './shown-selection.js';

/** Rows that a live tail keeps on the page; what leaves it is in the history. */
const KEPT_ROWS = 500;
const BOUND = 2_000;
const HEARTBEAT_MS = 15_000;
const STALLED_MS = 60_000;

/**
 * The live tail of a query: goes on where the page ended, first from the archive and then from the bus. Frames carry their
 * position as SSE `id`, and a reconnect begins there: no row is missing, none comes twice.
 */
@ApiExcludeController()
@Requires('read')
@Controller('history/live')
export class HistoryLiveController implements BeforeApplicationShutdown {
  private readonly logger = new Logger('HistoryLive');
  private readonly open = new Set<AbortController>();

  constructor(
    private readonly archive: EventArchive,
    private readonly bus: EventBus,
    private readonly options: DashboardOptions,
  ) {}

  beforeApplicationShutdown(): void {
    for (const stream of this.open) stream.abort();
  }

  @Get()
  async stream(
    @Query() parameters: QueryParameters,
    @Headers('last-event-id') lastEventId: string | undefined,
    @InProject() project: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const query = { project, ...shownSelection(single(parameters, 'query') ?? '') };
    const limit = this.options.maxViewers;
    if (this.open.size >= limit)
      throw new LifecycleError('too_many_viewers', `${limit} live tails are open`, { limit });
    const from = readSeq('Last-Event-ID', lastEventId) ?? readSeq('after', single(parameters, 'after'));
    const after = from ?? (await this.archive.head());
    const response = openEventStream(reply);
    const stop = new AbortController();
    response.once('close', () => stop.abort());
    this.open.add(stop);
    const heartbeat = setInterval(() => response.write(HEARTBEAT), HEARTBEAT_MS);
    response.write(encodeRetry());
    try {
      const live$ = this.bus.batches({ name: 'history-live', bound: 100_000, overflow: 'drop-oldest' });
      const { archive } = this;
      for await (const batch of stitch({ archive, live$, query, after, bound: BOUND, signal: stop.signal })) {
        if (response.write(frameOf(batch)) || stop.signal.aborted) continue;
        await once(response, 'drain', { signal: AbortSignal.any([stop.signal, AbortSignal.timeout(STALLED_MS)]) });
      }
    } catch (error) {
      if (!stop.signal.aborted) this.logger.warn({ err: error }, 'a live tail ended early; its page resumes by itself');
    } finally {
      clearInterval(heartbeat);
      this.open.delete(stop);
      response.end();
    }
  }
}

/** New rows on top, the newest first, and no more than are kept. */
function frameOf(batch: readonly BinnacleEvent[]): Buffer {
  const rows = batch.slice(-KEPT_ROWS).reverse().map(historyRow);
  const eventId = batch.at(-1)?.seq.toString();
  const patch = encodePatch(html`${rows}`.toString(), { mode: 'prepend', selector: `#${LIST_ID}`, eventId });
  // Before the rows: whoever has their `id` has this too.
  return Buffer.concat([encodeTrim(LIST_ID, KEPT_ROWS - rows.length), patch]);
}
