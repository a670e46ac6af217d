import type { LogRecord, TelemetryOrigin } from '@binnacle/events';
import { fromBinary } from '@bufbuild/protobuf';
import { LogRecordSchema } from '../../protobuf/opentelemetry/proto/logs/v1/logs_pb.js';
import { optionalSpanId, optionalTraceId } from '../ids.js';
import { plainText } from '../plain.js';
import { anyValue, attributesOf } from './any-value.js';
import { hex } from './hex.js';
import { READ } from './read-options.js';

/** @throws Error for bytes that are no log record */
export function protobufLog(bytes: Uint8Array, { resource, scope }: TelemetryOrigin): LogRecord {
  const log = fromBinary(LogRecordSchema, bytes, READ);
  return {
    signal: 'log',
    resource,
    scope,
    timeNs: log.timeUnixNano,
    observedTimeNs: log.observedTimeUnixNano,
    severityNumber: log.severityNumber,
    severityText: plainText(log.severityText),
    eventName: plainText(log.eventName),
    body: anyValue(log.body),
    attributes: attributesOf(log.attributes),
    traceId: optionalTraceId(hex(log.traceId)),
    spanId: optionalSpanId(hex(log.spanId)),
  };
}
