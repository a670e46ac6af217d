import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { type AuditEntry, AuditLog, type AuditSelection } from '@binnacle/auth';
import { LifecycleError } from '@binnacle/events';
import { type BeforeApplicationShutdown, Injectable, StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ExportFormat } from '../history/export/export-format.js';
import { acceptsGzip } from '../http/accepts-gzip.js';
import { AUDIT_CSV_HEADER, auditCsvLine, auditJsonLine } from './audit-wire.js';

const AT_ONCE = 2;
const PAGE = 1_000;
/** A client that takes nothing for this long is let go of. */
const STALLED_MS = 60_000;

type Shape = Pick<ExportFormat, 'mediaType' | 'extension'>;

/** The log as a file, newest first, a page at a time. What is cut short breaks the connection. */
@Injectable()
export class AuditExporter implements BeforeApplicationShutdown {
  private readonly running = new Set<AbortController>();
  private stopping = false;

  constructor(private readonly log: AuditLog) {}

  beforeApplicationShutdown(): void {
    this.stopping = true;
    for (const stop of this.running) stop.abort(new Error('the server is stopping'));
  }

  /** @throws LifecycleError `too_many_queries`, `shutting_down` */
  export(shape: Shape, selection: AuditSelection, request: FastifyRequest, reply: FastifyReply): StreamableFile {
    if (this.stopping) throw new LifecycleError('shutting_down', 'the server is stopping');
    if (this.running.size >= AT_ONCE) {
      throw new LifecycleError('too_many_queries', `${AT_ONCE} exports run already`, { retryAfterSeconds: 5 });
    }
    const stop = new AbortController();
    this.running.add(stop);
    const source = Readable.from(this.lines(shape, selection, stop.signal), { objectMode: true, highWaterMark: 1 });
    source.once('close', () => this.running.delete(stop));
    reply.raw.setTimeout(STALLED_MS, () => reply.raw.destroy());
    const gzip = acceptsGzip(request.headers['accept-encoding']);
    if (gzip) void reply.header('content-encoding', 'gzip');
    void reply.header('vary', 'Accept, Accept-Encoding').header('cache-control', 'no-store');
    // Whichever of both is destroyed takes the other with it; by then the answer is broken off.
    return new StreamableFile(gzip ? pipeline(source, createGzip(), () => {}) : source, {
      type: `${shape.mediaType}; charset=utf-8`,
      disposition: `attachment; filename="binnacle-audit.${shape.extension}"`,
    });
  }

  private async *lines({ extension }: Shape, selection: AuditSelection, signal: AbortSignal): AsyncGenerator<string> {
    const isCsv = extension === 'csv';
    if (isCsv) yield AUDIT_CSV_HEADER;
    let before: bigint | undefined;
    do {
      signal.throwIfAborted();
      const page: AuditEntry[] = await this.log.list({ ...selection, before, limit: PAGE });
      if (page.length > 0) yield page.map(isCsv ? auditCsvLine : auditJsonLine).join('');
      before = page.length < PAGE ? undefined : page.at(-1)?.id;
    } while (before !== undefined);
  }
}
