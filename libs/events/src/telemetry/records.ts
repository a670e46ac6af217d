/**
 * OpenTelemetry data as mappings read it, whatever encoding it came in: ids in lower-case hex, times in nanoseconds since 1970 as
 * bigint, attributes as plain JSON. A decoder makes these; a mapping turns them into events; neither knows the other.
 */
import type { JsonObject, JsonValue } from '../json.js';

/** Who sent it. Attributes are those of the resource (`service.name`, …); scope is the instrumentation. */
export interface TelemetryOrigin {
  readonly resource: JsonObject;
  readonly scope: { readonly name: string; readonly version: string; readonly attributes: JsonObject };
}

export interface SpanRecord extends TelemetryOrigin {
  readonly signal: 'span';
  /** 32 hex digits, never all zero. */
  readonly traceId: string;
  /** 16 hex digits, never all zero. */
  readonly spanId: string;
  /** Empty for a root. */
  readonly parentSpanId: string;
  readonly name: string;
  readonly kind: number;
  readonly startNs: bigint;
  /** 0n = not ended yet, as some clients send partial spans. */
  readonly endNs: bigint;
  readonly attributes: JsonObject;
  readonly events: readonly SpanEvent[];
  readonly links: readonly { readonly traceId: string; readonly spanId: string; readonly attributes: JsonObject }[];
  /** 0 unset, 1 ok, 2 error. */
  readonly status: { readonly code: number; readonly message: string };
}

export interface SpanEvent {
  readonly name: string;
  readonly timeNs: bigint;
  readonly attributes: JsonObject;
}

export interface LogRecord extends TelemetryOrigin {
  readonly signal: 'log';
  /** 0n = not told; Codex sends that. */
  readonly timeNs: bigint;
  readonly observedTimeNs: bigint;
  readonly severityNumber: number;
  readonly severityText: string;
  /** Empty when not told. Codex puts a source file here. */
  readonly eventName: string;
  readonly body: JsonValue;
  readonly attributes: JsonObject;
  /** Empty when it belongs to no span. */
  readonly traceId: string;
  readonly spanId: string;
}

/** One point of a metric: histograms and summaries are their count and sum. */
export interface MetricPoint extends TelemetryOrigin {
  readonly signal: 'metric';
  readonly name: string;
  readonly unit: string;
  readonly kind: 'gauge' | 'sum' | 'histogram' | 'summary';
  /** 1 delta, 2 cumulative, 0 where that means nothing. */
  readonly temporality: number;
  readonly startNs: bigint;
  readonly timeNs: bigint;
  readonly value: number;
  readonly count: number | undefined;
  readonly attributes: JsonObject;
}

export type OtlpRecord = SpanRecord | LogRecord | MetricPoint;
