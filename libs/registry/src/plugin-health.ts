import { Injectable, Logger } from '@nestjs/common';

/** Log one failure per source this often; a panel that throws on every event must not fill the disk. */
const LOG_EVERY_MS = 10_000;

/** Counts what plugins throw, by `panel:<id>` or `filter:<id>`, and logs it at a bounded rate. */
@Injectable()
export class PluginFailures {
  private readonly logger = new Logger('Plugins');
  private readonly bySource = new Map<string, { count: number; loggedAt: number }>();

  record(source: string, error: unknown): void {
    const entry = this.bySource.get(source) ?? { count: 0, loggedAt: Number.NEGATIVE_INFINITY };
    entry.count++;
    if (performance.now() - entry.loggedAt >= LOG_EVERY_MS) {
      entry.loggedAt = performance.now();
      this.logger.error({ err: error, source, failures: entry.count }, `${source} failed`);
    }
    this.bySource.set(source, entry);
  }

  count(source: string): number {
    return this.bySource.get(source)?.count ?? 0;
  }

  get all(): ReadonlyMap<string, number> {
    return new Map([...this.bySource].map(([source, { count }]) => [source, count]));
  }
}
