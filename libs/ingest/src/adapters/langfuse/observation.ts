/** One observation of Langfuse's ingestion batch, put together from the items that tell of it, as a span with Langfuse's attributes. */
import type { JsonObject, JsonValue, SpanRecord } from '@binnacle/events';
import { foreignSpanId, foreignTraceId } from '../foreign-ids.js';
import { nanosecondsOf } from '../nanoseconds-of.js';

/** `span-create`, `generation-update`, …; `observation-create` says its kind in the body. */
export const OBSERVATION = /^([a-z]+)-(create|update)$/;

/** All that is read of its body. */
export const OBSERVATION_FIELDS = [
  ...(['id', 'traceId', 'parentObservationId', 'name', 'type', 'startTime', 'endTime', 'completionStartTime'] as const),
  ...(['level', 'statusMessage', 'input', 'output', 'metadata', 'model', 'modelParameters'] as const),
  ...(['usage', 'usageDetails', 'costDetails', 'promptName', 'version'] as const),
] as const;

export interface Observation {
  /** `span`, `generation`, `agent`, `tool`, … */
  readonly kind: string;
  readonly body: JsonObject;
}

/** What a `trace-create` said of its observations. */
export interface LangfuseTrace {
  readonly name: string | undefined;
  readonly session: string | undefined;
}

const SCOPE = { name: 'langfuse', version: '', attributes: {} };
const ERROR = 2;
/** A point in time, not a stretch of it. */
const EVENT = 'event';

/** Undefined when no item told of an id or of a time. */
export function observationSpan({ kind, body }: Observation, trace: LangfuseTrace | undefined): SpanRecord | undefined {
  const endNs = nanosecondsOf(body.endTime);
  const startNs = nanosecondsOf(body.startTime) ?? endNs;
  if (typeof body.id !== 'string' || startNs === undefined) return undefined;
  const message = typeof body.statusMessage === 'string' ? body.statusMessage : '';
  return {
    signal: 'span',
    resource: { 'service.name': trace?.name ?? 'langfuse' },
    scope: SCOPE,
    // An observation without a trace is its own.
    traceId: foreignTraceId(typeof body.traceId === 'string' ? body.traceId : body.id),
    spanId: foreignSpanId(body.id),
    parentSpanId: typeof body.parentObservationId === 'string' ? foreignSpanId(body.parentObservationId) : '',
    name: typeof body.name === 'string' && body.name !== '' ? body.name : kind,
    kind: 1,
    startNs,
    endNs: endNs ?? (kind === EVENT ? startNs : 0n),
    attributes: attributesOf(kind, body, trace),
    events: [],
    links: [],
    status: body.level === 'ERROR' ? { code: ERROR, message } : { code: 0, message: '' },
  };
}

function attributesOf(kind: string, body: JsonObject, trace: LangfuseTrace | undefined): JsonObject {
  const named: Readonly<Record<string, JsonValue | undefined>> = {
    'langfuse.observation.type': kind,
    'langfuse.observation.input': body.input,
    'langfuse.observation.output': body.output,
    'langfuse.observation.metadata': body.metadata,
    'langfuse.observation.level': body.level,
    'langfuse.observation.model.name': body.model,
    'langfuse.observation.model.parameters': body.modelParameters,
    'langfuse.observation.usage_details': body.usageDetails ?? body.usage,
    'langfuse.observation.cost_details': body.costDetails,
    'langfuse.observation.completion_start_time': body.completionStartTime,
    'langfuse.observation.prompt.name': body.promptName,
    'langfuse.version': body.version,
    'langfuse.trace.name': trace?.name,
    'session.id': trace?.session,
  };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value != null)) as JsonObject;
}
