import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { Audit, actorOf } from '@binnacle/auth';
import { LifecycleError } from '@binnacle/events';
import { EventArchive } from '@binnacle/persistence';
import { type BeforeApplicationShutdown, Injectable, StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { acceptsGzip } from '../../http/accepts-gzip.js';
import { invalid, type QueryParameters, readOrder, readSelection, single } from '../event-query.js';
import type { ExportFormat } from './export-format.js';
import { exportPages } from './export-pages.js';

/** Each reads on for as long as its client takes; more at once would keep the database from others. */
const AT_ONCE = 4;
const MAX_EVENTS = 1_000_000_000;
/** A client that takes nothing for this long is let go of. */
const STALLED_MS = 60_000;

/**
 * Every event of a selection, streamed. It ends at what was the newest when it began; an answer that is cut short by a
 * failure breaks the connection, so that it can't be taken for a whole one.
 */
@Injectable()
export class EventExporter implements BeforeApplicationShutdown {
  private readonly running = new Set<AbortController>();
  private stopping = false;

  constructor(
    private readonly archive: EventArchive,
    private readonly audit: Audit,
  ) {}

  beforeApplicationShutdown(): void {
    this.stopping = true;
    for (const stop of this.running) stop.abort(new Error('the server is stopping'));
  }

  /** @throws LifecycleError `too_many_queries` */
  async export(
    project: string,
    format: ExportFormat,
    parameters: QueryParameters,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<StreamableFile> {
    const selection = readSelection(project, parameters, ['order', 'limit']);
    const order = readOrder(parameters);
    const limit = readExportLimit(single(parameters, 'limit'));
    const before = (await this.archive.head()) + 1n;
    const detail = { format: format.extension, query: new URL(request.url, 'http://localhost').search.slice(0, 1_000) };
    await this.audit.record({ ...actorOf(request), what: 'events.exported', project, detail });
    if (this.stopping) throw new LifecycleError('shutting_down', 'the server is stopping');
    if (this.running.size >= AT_ONCE) {
      throw new LifecycleError('too_many_queries', `${AT_ONCE} exports run already`, { retryAfterSeconds: 5 });
    }
    const stop = new AbortController();
    this.running.add(stop);
    const pages = exportPages(
      this.archive,
      { ...selection, order, before },
      { limit, line: format.line, signal: stop.signal, onProgress: () => reply.raw.setTimeout(STALLED_MS) },
    );
    const source = Readable.from(withHead(format.head, pages), { objectMode: true, highWaterMark: 1 });
    source.once('close', () => this.running.delete(stop));
    const gzip = acceptsGzip(request.headers['accept-encoding']);
    if (gzip) void reply.header('content-encoding', 'gzip');
    reply.raw.setTimeout(STALLED_MS, () => reply.raw.destroy());
    void reply.header('vary', 'Accept, Accept-Encoding').header('cache-control', 'no-store');
    return new StreamableFile(gzip ? zipped(source) : source, {
      type: `${format.mediaType}; charset=utf-8`,
      disposition: `attachment; filename="binnacle-events.${format.extension}"`,
    });
  }
}

/** Whichever of both is destroyed takes the other with it. The callback is for nobody: the answer is broken off by then. */
const zipped = (source: Readable): Readable => pipeline(source, createGzip(), () => {});

async function* withHead(head: string, pages: AsyncIterable<string>): AsyncGenerator<string, void, undefined> {
  if (head) yield head;
  yield* pages;
}

function readExportLimit(text: string | undefined): number {
  if (text === undefined) return MAX_EVENTS;
  const limit = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > MAX_EVENTS) throw invalid('limit', `must be 1 to ${MAX_EVENTS}`);
  return limit;
}
