import type { MetricPoint, TelemetryOrigin } from '@binnacle/events';
import { isJsonObject } from '@binnacle/events';
import { attributesOf } from './any-value.js';
import { enumNumber, integer, list, nanoseconds, number, object, text } from './fields.js';

const TEMPORALITY = ['UNSPECIFIED', 'DELTA', 'CUMULATIVE'].map((name) => `AGGREGATION_TEMPORALITY_${name}`);
const KINDS: Readonly<Record<string, MetricPoint['kind']>> = {
  gauge: 'gauge',
  sum: 'sum',
  histogram: 'histogram',
  exponentialHistogram: 'histogram',
  summary: 'summary',
};

/** The points of one metric. @throws Refusal */
export function jsonMetric(value: unknown, { resource, scope }: TelemetryOrigin): MetricPoint[] {
  const metric = object(value, 'metrics[]');
  const [field, kind] = Object.entries(KINDS).find(([name]) => isJsonObject(metric[name])) ?? [];
  if (!field || !kind) return [];
  const data = object(metric[field], field);
  const temporality = enumNumber(data.aggregationTemporality, TEMPORALITY);
  return list(data.dataPoints, 'dataPoints').map((item) => {
    const point = object(item, 'dataPoints[]');
    const counts = kind === 'histogram' || kind === 'summary';
    return {
      signal: 'metric',
      resource,
      scope,
      name: text(metric.name, 'name'),
      unit: text(metric.unit, 'unit'),
      kind,
      temporality,
      startNs: nanoseconds(point.startTimeUnixNano, 'startTimeUnixNano'),
      timeNs: nanoseconds(point.timeUnixNano, 'timeUnixNano'),
      value: counts ? number(point.sum) : number(point.asInt ?? point.asDouble),
      count: counts ? Number(integer(point.count)) : undefined,
      attributes: attributesOf(point.attributes),
    };
  });
}
