import { Injectable, Logger } from '@nestjs/common';
import { Subject } from 'rxjs';
import { PartHealth } from './part-health.js';

/** Log one failure per part this often; a panel that throws on every event must not fill the disk. */
const LOG_EVERY_MS = 10_000;

/** How the parts of plugins do, by `panel:<id>`, `filter:<id>` …: what they throw, what they cost, and which are switched off. */
@Injectable()
export class PluginHealth {
  private readonly logger = new Logger('Plugins');
  private readonly parts = new Map<string, PartHealth>();
  private readonly loggedAt = new Map<string, number>();
  private readonly switchedOn = new Subject<string>();
  /** Parts that work again; what they missed has to be folded once more. */
  readonly switchedOn$ = this.switchedOn.asObservable();

  of(source: string): PartHealth {
    let part = this.parts.get(source);
    if (!part) {
      part = new PartHealth((reason) => this.logger.error({ source, reason }, `${source} is switched off: ${reason}`));
      this.parts.set(source, part);
    }
    return part;
  }

  record(source: string, error: unknown): void {
    const part = this.of(source);
    part.failed(error);
    const now = performance.now();
    if (now - (this.loggedAt.get(source) ?? Number.NEGATIVE_INFINITY) < LOG_EVERY_MS) return;
    this.loggedAt.set(source, now);
    this.logger.error({ err: error, source, failures: part.failures }, `${source} failed`);
  }

  /** False when there is no such part, or it was on. */
  switchOn(source: string): boolean {
    const part = this.parts.get(source);
    if (!part?.off) return false;
    part.switchOn();
    this.logger.log({ source }, `${source} is switched on again`);
    this.switchedOn.next(source);
    return true;
  }

  /** A new version of the part has done nothing yet. */
  forget(source: string): void {
    this.parts.delete(source);
    this.loggedAt.delete(source);
  }

  get all(): ReadonlyMap<string, PartHealth> {
    return this.parts;
  }
}
