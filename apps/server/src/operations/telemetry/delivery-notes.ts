import { messageOf } from '@binnacle/registry';
import { Logger } from '@nestjs/common';
import { type ExportResult, ExportResultCode } from '@opentelemetry/core';

const SAY_EVERY_MS = 60_000;

interface Exporter<Items> {
  export(items: Items, done: (result: ExportResult) => void): void;
}

/** Says in the log that telemetry does not arrive, at most once a minute, and once that it does again. */
export class DeliveryNotes {
  private readonly logger = new Logger('SelfTelemetry');
  private lost = 0;
  private said = Number.NEGATIVE_INFINITY;

  constructor(private readonly endpoint: string) {}

  /** @returns the exporter itself; every result of it is looked at from now on */
  of<Items, E extends Exporter<Items>>(exporter: E): E {
    const send = exporter.export.bind(exporter);
    exporter.export = (items, done) =>
      send(items, (result) => {
        this.take(result);
        done(result);
      });
    return exporter;
  }

  private take({ code, error }: ExportResult): void {
    if (code === ExportResultCode.SUCCESS) {
      if (this.lost > 0)
        this.logger.log(`telemetry arrives at ${this.endpoint} again; ${this.lost} requests were lost`);
      this.lost = 0;
      return;
    }
    this.lost++;
    if (performance.now() - this.said < SAY_EVERY_MS) return;
    this.said = performance.now();
    const why = error ? messageOf(error) || error.name : 'no reason given';
    this.logger.warn(
      `telemetry of this server does not arrive at ${this.endpoint}: ${why} (${this.lost} requests lost)`,
    );
  }
}
