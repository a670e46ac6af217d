/**
 * The numbers of this server for Prometheus, in a registry of its own. Parts of the server know nothing of it: they say what happens
 * by an observable or keep a number, and are read here. No label ever comes from an event: doors, streams, parts of plugins and pools are
 * all named in code.
 */
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { VERSION } from '../../version.js';

export class Metrics {
  readonly registry = new Registry();
  readonly requests = this.counter('http_requests_total', 'Requests answered, by class of status', ['status']);
  readonly limited = this.counter('http_rate_limited_total', 'Requests refused because there were too many', ['door']);

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    this.gauge('build_info', 'The version that runs', ['version']).set({ version: VERSION }, 1);
  }

  counter<T extends string>(name: string, help: string, labelNames: readonly T[] = []): Counter<T> {
    return new Counter({ name: `binnacle_${name}`, help, labelNames: [...labelNames], registers: [this.registry] });
  }

  gauge<T extends string>(name: string, help: string, labelNames: readonly T[] = []): Gauge<T> {
    return new Gauge({ name: `binnacle_${name}`, help, labelNames: [...labelNames], registers: [this.registry] });
  }

  /** A gauge, or a counter that is kept elsewhere, that is read when it is asked for. */
  read<T extends string>(
    kind: typeof Gauge | typeof Counter,
    [name, help]: readonly [name: string, help: string],
    labelNames: readonly T[],
    values: () => Iterable<readonly [labels: Readonly<Record<T, string>>, value: number]> | Promise<Readings<T>>,
  ): void {
    const metric = new kind({
      name: `binnacle_${name}`,
      help,
      labelNames: [...labelNames],
      registers: [this.registry],
      async collect() {
        // Read first: a failing read leaves nothing, not a half.
        const found = await Promise.resolve(values()).catch(() => []);
        this.reset();
        for (const [labels, value] of found) this.inc(labels as never, value);
      },
    });
    metric.reset();
  }
}

type Readings<T extends string> = Iterable<readonly [labels: Readonly<Record<T, string>>, value: number]>;
