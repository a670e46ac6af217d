import type { SpanRecord, TelemetryOrigin } from '@binnacle/events';
import { fromBinary } from '@bufbuild/protobuf';
import { SpanSchema } from '../../protobuf/opentelemetry/proto/trace/v1/trace_pb.js';
import { optionalSpanId, optionalTraceId, spanId, traceId } from '../ids.js';
import { plainText } from '../plain.js';
import { attributesOf } from './any-value.js';
import { hex } from './hex.js';
import { READ } from './read-options.js';

/** @throws Refusal; an Error for bytes that are no span */
export function protobufSpan(bytes: Uint8Array, { resource, scope }: TelemetryOrigin): SpanRecord {
  const span = fromBinary(SpanSchema, bytes, READ);
  return {
    signal: 'span',
    resource,
    scope,
    traceId: traceId(hex(span.traceId)),
    spanId: spanId(hex(span.spanId)),
    parentSpanId: optionalSpanId(hex(span.parentSpanId)),
    name: plainText(span.name),
    kind: span.kind,
    startNs: span.startTimeUnixNano,
    endNs: span.endTimeUnixNano,
    attributes: attributesOf(span.attributes),
    events: span.events.map((event) => ({
      name: plainText(event.name),
      timeNs: event.timeUnixNano,
      attributes: attributesOf(event.attributes),
    })),
    links: span.links.map((link) => ({
      traceId: optionalTraceId(hex(link.traceId)),
      spanId: optionalSpanId(hex(link.spanId)),
      attributes: attributesOf(link.attributes),
    })),
    status: { code: span.status?.code ?? 0, message: plainText(span.status?.message ?? '') },
  };
}
