import { isTelemetryRoute } from '@binnacle/ingest';
import { type Span, TraceFlags, trace } from '@opentelemetry/api';
import type { FastifyRequest } from 'fastify';

/**
 * What our exporters send along. A server that takes in its own telemetry, or another Binnacle's, must not make telemetry of that:
 * each export would beget the next.
 */
export const OWN_EXPORT = { 'x-binnacle-self-telemetry': '1' };

export const isOwnExport = ({ headers, url }: FastifyRequest): boolean =>
  headers['x-binnacle-self-telemetry'] !== undefined && isTelemetryRoute(url.split('?')[0] ?? '');

/** Parent of what is not to be traced: a context that somebody has decided not to sample. */
const UNTRACED_CONTEXT = {
  traceId: '0'.repeat(31).concat('1'),
  spanId: '0'.repeat(15).concat('1'),
  traceFlags: TraceFlags.NONE,
};
export const untraced = (): Span => trace.wrapSpanContext(UNTRACED_CONTEXT);
