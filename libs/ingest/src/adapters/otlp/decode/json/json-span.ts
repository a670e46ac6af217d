import type { SpanRecord, TelemetryOrigin } from '@binnacle/events';
import { optionalSpanId, optionalTraceId, spanId, traceId } from '../ids.js';
import { attributesOf } from './any-value.js';
import { enumNumber, hexId, list, nanoseconds, object, text } from './fields.js';

const KINDS = ['UNSPECIFIED', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'].map(
  (name) => `SPAN_KIND_${name}`,
);
const CODES = ['UNSET', 'OK', 'ERROR'].map((name) => `STATUS_CODE_${name}`);

/** @throws Refusal */
export function jsonSpan(value: unknown, { resource, scope }: TelemetryOrigin): SpanRecord {
  const span = object(value, 'spans[]');
  const status = object(span.status, 'status');
  return {
    signal: 'span',
    resource,
    scope,
    traceId: traceId(hexId(span.traceId)),
    spanId: spanId(hexId(span.spanId)),
    parentSpanId: optionalSpanId(hexId(span.parentSpanId)),
    name: text(span.name, 'name'),
    kind: enumNumber(span.kind, KINDS),
    startNs: nanoseconds(span.startTimeUnixNano, 'startTimeUnixNano'),
    endNs: nanoseconds(span.endTimeUnixNano, 'endTimeUnixNano'),
    attributes: attributesOf(span.attributes),
    events: list(span.events, 'events').map((item) => {
      const event = object(item, 'events[]');
      return {
        name: text(event.name, 'name'),
        timeNs: nanoseconds(event.timeUnixNano, 'timeUnixNano'),
        attributes: attributesOf(event.attributes),
      };
    }),
    links: list(span.links, 'links').map((item) => {
      const link = object(item, 'links[]');
      return {
        traceId: optionalTraceId(hexId(link.traceId)),
        spanId: optionalSpanId(hexId(link.spanId)),
        attributes: attributesOf(link.attributes),
      };
    }),
    status: { code: enumNumber(status.code, CODES), message: text(status.message, 'message') },
  };
}
