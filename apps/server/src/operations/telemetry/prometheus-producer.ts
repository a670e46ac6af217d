import { type Attributes, type HrTime, ValueType } from '@opentelemetry/api';
import { millisToHrTime } from '@opentelemetry/core';
import { emptyResource } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  type CollectionResult,
  type DataPoint,
  DataPointType,
  type Histogram,
  type MetricData,
  type MetricProducer,
} from '@opentelemetry/sdk-metrics';
import type { Registry } from 'prom-client';
import { VERSION } from '../../version.js';

/** As prom-client gives it, of which its types know a part only. */
interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly values: readonly Reading[];
}

interface Reading {
  readonly value: number;
  readonly labels: Readonly<Record<string, string | number>>;
  /** Of a histogram: which of its series. */
  readonly metricName?: string;
}

type Times = Readonly<Pick<DataPoint<number>, 'startTime' | 'endTime'>>;

/** The numbers of `/metrics` as OpenTelemetry has them, under the same names: counted once, in one place. */
export class PrometheusProducer implements MetricProducer {
  private readonly startTime: HrTime = millisToHrTime(performance.timeOrigin);

  constructor(private readonly registry: Registry) {}

  async collect(): Promise<CollectionResult> {
    const found = (await this.registry.getMetricsAsJSON()) as unknown as Metric[];
    const times = { startTime: this.startTime, endTime: millisToHrTime(Date.now()) };
    const metrics = found
      .filter(({ values }) => values.length > 0)
      .flatMap((metric) => metricData(metric, times) ?? []);
    const scopeMetrics = [{ scope: { name: 'binnacle', version: VERSION }, metrics }];
    return { resourceMetrics: { resource: emptyResource(), scopeMetrics }, errors: [] };
  }
}

function metricData(metric: Metric, times: Times): MetricData | undefined {
  const { name, help, type, values } = metric;
  const frame = {
    descriptor: { name, description: help, unit: '', valueType: ValueType.DOUBLE },
    aggregationTemporality: AggregationTemporality.CUMULATIVE,
  };
  const points = (): DataPoint<number>[] =>
    values.map(({ value, labels }) => ({ ...times, attributes: attributesOf(labels), value }));
  if (type === 'counter')
    return { ...frame, dataPointType: DataPointType.SUM, isMonotonic: true, dataPoints: points() };
  if (type === 'gauge') return { ...frame, dataPointType: DataPointType.GAUGE, dataPoints: points() };
  if (type !== 'histogram') return undefined;
  return { ...frame, dataPointType: DataPointType.HISTOGRAM, dataPoints: histograms(metric, times) };
}

/** One point for each set of labels; Prometheus' buckets include the smaller ones, OpenTelemetry's don't. */
function histograms({ name, values }: Metric, times: Times): DataPoint<Histogram>[] {
  const series = new Map<string, { labels: Reading['labels']; upTo: [number, number][]; sum: number; count: number }>();
  for (const { value, labels, metricName } of values) {
    const { le, ...own } = labels;
    const key = JSON.stringify(own);
    const one = series.get(key) ?? { labels: own, upTo: [], sum: 0, count: 0 };
    series.set(key, one);
    if (metricName === `${name}_sum`) one.sum = value;
    else if (metricName === `${name}_count`) one.count = value;
    else if (le !== '+Inf') one.upTo.push([Number(le), value]);
  }
  return [...series.values()].map(({ labels, upTo, sum, count }) => {
    const sorted = upTo.sort(([a], [b]) => a - b);
    const upper = [...sorted.map(([, value]) => value), count];
    const counts = upper.map((value, index) => value - (upper[index - 1] ?? 0));
    const value = { buckets: { boundaries: sorted.map(([limit]) => limit), counts }, sum, count };
    return { ...times, attributes: attributesOf(labels), value };
  });
}

const attributesOf = (labels: Reading['labels']): Attributes =>
  Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, String(value)]));
