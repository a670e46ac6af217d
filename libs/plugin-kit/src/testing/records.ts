/** Records to try a mapping on: ids, times and what is usual are filled in. */
import type { LogRecord, MetricPoint, SpanRecord } from '@binnacle/events';
import type { Mapped, MappingProvider } from '../define-mapping.js';

const START_NS = 1_795_419_142_000_000_000n;
const ORIGIN = { resource: {}, scope: { name: '', version: '', attributes: {} }, attributes: {} };

/** A root span of one second. */
export const spanOf = (given: Partial<SpanRecord> = {}): SpanRecord => ({
  ...ORIGIN,
  signal: 'span',
  traceId: '0af7651916cd43dd8448eb211c80319c',
  spanId: 'b7ad6b7169203331',
  parentSpanId: '',
  name: 'span',
  kind: 1,
  startNs: START_NS,
  endNs: START_NS + 1_000_000_000n,
  events: [],
  links: [],
  status: { code: 0, message: '' },
  ...given,
});

export const logOf = (given: Partial<LogRecord> = {}): LogRecord => ({
  ...ORIGIN,
  signal: 'log',
  timeNs: START_NS,
  observedTimeNs: START_NS,
  severityNumber: 9,
  severityText: 'INFO',
  eventName: '',
  body: null,
  traceId: '',
  spanId: '',
  ...given,
});

export const metricOf = (given: Partial<MetricPoint> = {}): MetricPoint => ({
  ...ORIGIN,
  signal: 'metric',
  name: 'metric',
  unit: '',
  kind: 'sum',
  temporality: 1,
  startNs: START_NS,
  timeNs: START_NS + 60_000_000_000n,
  value: 1,
  count: undefined,
  ...given,
});

/** What a mapping makes of a record; `injected` stands for what Nest would inject, in the order of `inject`. */
export function mapRecord(
  { mapping }: MappingProvider,
  record: SpanRecord | LogRecord | MetricPoint,
  ...injected: readonly unknown[]
): Mapped | undefined {
  const rest = injected as never[];
  if (record.signal === 'span') return mapping.span?.(record, ...rest);
  return record.signal === 'log' ? mapping.log?.(record, ...rest) : mapping.metric?.(record, ...rest);
}
