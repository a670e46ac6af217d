/** OpenTelemetry data as a decoder makes it; the shapes are in libs/events, for mappings of plugins read them too. */
export type {
  LogRecord,
  MetricPoint,
  OtlpRecord,
  SpanEvent,
  SpanRecord,
  TelemetryOrigin as Origin,
} from '@binnacle/events';
