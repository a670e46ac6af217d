import { type Context, ROOT_CONTEXT, type Span, trace } from '@opentelemetry/api';

/** For children of a span; without one they begin a trace. */
export const contextOf = (span: Span | undefined): Context => (span ? trace.setSpan(ROOT_CONTEXT, span) : ROOT_CONTEXT);
