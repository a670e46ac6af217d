import { EventArchive, PostgresEventArchive } from '@binnacle/persistence';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { Metrics } from '../metrics/metrics.js';
import { OperationsOptions } from '../operations-options.js';

/** What is not sent by then is lost: the stop of the server has a limit of its own. */
const FLUSH_MS = 3_000;

/**
 * The server's own traces and metrics over OTLP, when it is told where to. Off, nothing of OpenTelemetry is even loaded.
 *
 * Not what agents send: that is ingest.
 */
@Injectable()
export class SelfTelemetry implements OnApplicationShutdown {
  private readonly logger = new Logger('SelfTelemetry');
  private close: (() => Promise<void>) | undefined;

  constructor(
    private readonly options: OperationsOptions,
    private readonly metrics: Metrics,
    private readonly archive: EventArchive,
  ) {}

  /** Before the hooks that refuse: what they refuse is traced too. */
  async start(fastify: FastifyInstance): Promise<void> {
    const { selfOtlp } = this.options;
    if (!selfOtlp) return;
    const { openSelfTelemetry } = await import('./open-self-telemetry.js');
    const archive = this.archive instanceof PostgresEventArchive ? this.archive : undefined;
    this.close = openSelfTelemetry(selfOtlp, { fastify, archive, registry: this.metrics.registry });
    this.logger.log(`traces and metrics of this server go to ${selfOtlp.endpoint}`);
  }

  /** The HTTP server is closed: every request has ended its span. */
  async onApplicationShutdown(): Promise<void> {
    if (!this.close) return;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, FLUSH_MS);
    });
    await Promise.race([this.close(), late]);
    clearTimeout(timer);
  }
}
