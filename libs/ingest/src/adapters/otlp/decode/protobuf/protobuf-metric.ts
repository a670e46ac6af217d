import type { MetricPoint, TelemetryOrigin } from '@binnacle/events';
import { fromBinary } from '@bufbuild/protobuf';
import {
  type HistogramDataPoint,
  type Metric,
  MetricSchema,
  type NumberDataPoint,
  type SummaryDataPoint,
} from '../../protobuf/opentelemetry/proto/metrics/v1/metrics_pb.js';
import { plainText } from '../plain.js';
import { attributesOf } from './any-value.js';
import { READ } from './read-options.js';

/** The points of one metric. @throws Error for bytes that are no metric */
export function protobufMetric(bytes: Uint8Array, { resource, scope }: TelemetryOrigin): MetricPoint[] {
  const metric = fromBinary(MetricSchema, bytes, READ);
  const { kind, temporality, points } = dataOf(metric);
  return points.map((point) => ({
    signal: 'metric',
    resource,
    scope,
    name: plainText(metric.name),
    unit: plainText(metric.unit),
    kind,
    temporality,
    startNs: point.startTimeUnixNano,
    timeNs: point.timeUnixNano,
    ...amountOf(point),
    attributes: attributesOf(point.attributes),
  }));
}

type Point = NumberDataPoint | HistogramDataPoint | SummaryDataPoint;

function dataOf({ data }: Metric): { kind: MetricPoint['kind']; temporality: number; points: readonly Point[] } {
  switch (data.case) {
    case 'gauge':
      return { kind: 'gauge', temporality: 0, points: data.value.dataPoints };
    case 'sum':
      return { kind: 'sum', temporality: data.value.aggregationTemporality, points: data.value.dataPoints };
    case 'histogram':
      return { kind: 'histogram', temporality: data.value.aggregationTemporality, points: data.value.dataPoints };
    case 'summary':
      return { kind: 'summary', temporality: 0, points: data.value.dataPoints };
    case 'exponentialHistogram':
      return {
        kind: 'histogram',
        temporality: data.value.aggregationTemporality,
        points: data.value.dataPoints as unknown as HistogramDataPoint[],
      };
    default:
      return { kind: 'gauge', temporality: 0, points: [] };
  }
}

function amountOf(point: Point): Pick<MetricPoint, 'value' | 'count'> {
  if ('sum' in point || 'count' in point) return { value: point.sum ?? 0, count: Number(point.count) };
  return { value: Number(point.value.value ?? 0), count: undefined };
}
