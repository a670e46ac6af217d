import { BinnacleError } from '@binnacle/events';
import type { PostgresEventArchive } from '@binnacle/persistence';
import { type Span, SpanStatusCode, TraceFlags, type Tracer } from '@opentelemetry/api';
import { ATTR_DB_SYSTEM_NAME, ATTR_ERROR_TYPE } from '@opentelemetry/semantic-conventions';
import { contextOf } from './context-of.js';

const isSampled = (span: Span) => (span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0;

/** A group holds up to thousands of calls. */
const MAX_LINKS = 128;

/**
 * One span for each group commit: a child of the first request in it that is traced, with links to the others. None for
 * work in the background: some of it follows from telemetry that was taken in, which may be our own.
 */
export function traceCommits(archive: PostgresEventArchive, tracer: Tracer): void {
  archive.settled$.subscribe(({ ms, calls, marks, failure }) => {
    const spans = marks.filter((mark): mark is Span => mark !== undefined).filter(isSampled);
    const [first, ...others] = new Set(spans);
    if (!first) return;
    const now = Date.now();
    const span = tracer.startSpan(
      'commit',
      {
        startTime: now - ms,
        attributes: { [ATTR_DB_SYSTEM_NAME]: 'postgresql', 'binnacle.commit.calls': calls },
        links: others.slice(0, MAX_LINKS).map((other) => ({ context: other.spanContext() })),
      },
      contextOf(first),
    );
    if (failure !== undefined) {
      const type =
        failure instanceof BinnacleError ? failure.code : failure instanceof Error ? failure.name : 'unknown';
      span.setAttribute(ATTR_ERROR_TYPE, type);
      span.setStatus({ code: SpanStatusCode.ERROR });
    }
    span.end(now);
  });
}
