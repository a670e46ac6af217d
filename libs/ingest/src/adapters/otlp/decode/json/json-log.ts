import type { LogRecord, TelemetryOrigin } from '@binnacle/events';
import { optionalSpanId, optionalTraceId } from '../ids.js';
import { anyValue, attributesOf } from './any-value.js';
import { hexId, nanoseconds, number, object, text } from './fields.js';

/** @throws Refusal */
export function jsonLog(value: unknown, { resource, scope }: TelemetryOrigin): LogRecord {
  const log = object(value, 'logRecords[]');
  return {
    signal: 'log',
    resource,
    scope,
    timeNs: nanoseconds(log.timeUnixNano, 'timeUnixNano'),
    observedTimeNs: nanoseconds(log.observedTimeUnixNano, 'observedTimeUnixNano'),
    severityNumber: Math.trunc(number(log.severityNumber)) || 0,
    severityText: text(log.severityText, 'severityText'),
    eventName: text(log.eventName, 'eventName'),
    body: anyValue(log.body),
    attributes: attributesOf(log.attributes),
    traceId: optionalTraceId(hexId(log.traceId)),
    spanId: optionalSpanId(hexId(log.spanId)),
  };
}
