/** Captured OTLP/JSON as records: a reader for tests of mappings, not the decoder of the server. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { JsonObject, JsonValue, OtlpRecord } from '@binnacle/events';

const FIXTURES = path.resolve(import.meta.dirname, '../fixtures/otlp');

// biome-ignore lint/suspicious/noExplicitAny: a capture, read as it is
type Any = any;

export function captured(name: string): OtlpRecord[] {
  const body: Any = JSON.parse(readFileSync(path.join(FIXTURES, `${name}.wire.json`), 'utf8'));
  return [
    ...each(body.resourceSpans, 'scopeSpans', 'spans').map(
      ([origin, span]): OtlpRecord => ({
        ...origin,
        signal: 'span',
        traceId: span.traceId,
        spanId: span.spanId,
        parentSpanId: span.parentSpanId ?? '',
        name: span.name,
        kind: span.kind ?? 0,
        startNs: BigInt(span.startTimeUnixNano),
        endNs: BigInt(span.endTimeUnixNano ?? 0),
        attributes: attributesOf(span.attributes),
        events: (span.events ?? []).map((event: Any) => ({
          name: event.name,
          timeNs: BigInt(event.timeUnixNano),
          attributes: attributesOf(event.attributes),
        })),
        links: [],
        status: { code: span.status?.code ?? 0, message: span.status?.message ?? '' },
      }),
    ),
    ...each(body.resourceLogs, 'scopeLogs', 'logRecords').map(
      ([origin, log]): OtlpRecord => ({
        ...origin,
        signal: 'log',
        timeNs: BigInt(log.timeUnixNano ?? 0),
        observedTimeNs: BigInt(log.observedTimeUnixNano ?? 0),
        severityNumber: log.severityNumber ?? 0,
        severityText: log.severityText ?? '',
        eventName: log.eventName ?? '',
        body: log.body ? jsonOf(log.body) : null,
        attributes: attributesOf(log.attributes),
        traceId: log.traceId ?? '',
        spanId: log.spanId ?? '',
      }),
    ),
    ...each(body.resourceMetrics, 'scopeMetrics', 'metrics').flatMap(([origin, metric]): OtlpRecord[] =>
      (metric.sum ?? metric.gauge ?? metric.histogram).dataPoints.map((point: Any) => ({
        ...origin,
        signal: 'metric',
        name: metric.name,
        unit: metric.unit ?? '',
        kind: metric.sum ? 'sum' : metric.histogram ? 'histogram' : 'gauge',
        temporality: (metric.sum ?? metric.histogram)?.aggregationTemporality ?? 0,
        startNs: BigInt(point.startTimeUnixNano ?? 0),
        timeNs: BigInt(point.timeUnixNano),
        value: Number(point.asDouble ?? point.asInt ?? point.sum),
        count: point.count === undefined ? undefined : Number(point.count),
        attributes: attributesOf(point.attributes),
      })),
    ),
  ];
}

function each(resources: Any[] | undefined, scopes: string, items: string): [Any, Any][] {
  return (resources ?? []).flatMap((one) =>
    one[scopes].flatMap((scoped: Any) =>
      scoped[items].map((item: Any) => [
        {
          resource: attributesOf(one.resource?.attributes),
          scope: { name: scoped.scope?.name ?? '', version: scoped.scope?.version ?? '', attributes: {} },
        },
        item,
      ]),
    ),
  );
}

const attributesOf = (list: Any[] = []): JsonObject =>
  Object.fromEntries(list.map(({ key, value }) => [key, jsonOf(value)]));

function jsonOf(value: Any): JsonValue {
  if (value.arrayValue) return (value.arrayValue.values ?? []).map(jsonOf);
  if (value.kvlistValue) return attributesOf(value.kvlistValue.values);
  if (value.intValue !== undefined) return Number(value.intValue);
  return value.stringValue ?? value.boolValue ?? value.doubleValue ?? value.bytesValue ?? null;
}
