/** Spans of the OpenAI Agents SDK as OpenTelemetry ones with GenAI attributes, which a mapping knows. */
import { isJsonObject, type JsonObject, type JsonValue, type SpanRecord, toStorable } from '@binnacle/events';
import { foreignSpanId, foreignTraceId } from '../foreign-ids.js';
import { nanosecondsOf } from '../nanoseconds-of.js';

/** What a `trace` item said of the spans that follow it. */
export interface AgentsTrace {
  readonly workflow: string | undefined;
  readonly group: string | undefined;
}

const SCOPE = { name: 'openai-agents', version: '', attributes: {} };
const ERROR = 2;

/** Undefined for an item without ids or a start. @param input already made storable */
export function agentsSpan(input: JsonObject, trace: AgentsTrace | undefined): SpanRecord | undefined {
  const startNs = nanosecondsOf(input.started_at);
  if (typeof input.trace_id !== 'string' || typeof input.id !== 'string' || startNs === undefined) return undefined;
  const data = isJsonObject(input.span_data) ? input.span_data : {};
  const error = isJsonObject(input.error) ? input.error : undefined;
  return {
    signal: 'span',
    resource: { 'service.name': trace?.workflow ?? 'openai-agents' },
    scope: SCOPE,
    traceId: foreignTraceId(input.trace_id),
    spanId: foreignSpanId(input.id),
    parentSpanId: typeof input.parent_id === 'string' ? foreignSpanId(input.parent_id) : '',
    name: text(data.name) ?? text(data.type) ?? 'span',
    kind: 1,
    startNs,
    endNs: nanosecondsOf(input.ended_at) ?? 0n,
    attributes: { ...attributesOf(data), ...(trace?.group && { 'gen_ai.conversation.id': trace.group }) },
    events: [],
    links: [],
    status: error ? { code: ERROR, message: text(error.message) ?? 'failed' } : { code: 0, message: '' },
  };
}

export const storableObject = (value: unknown): JsonObject | undefined =>
  isJsonObject(value) ? toStorable(value) : undefined;

function attributesOf(data: JsonObject): JsonObject {
  const { type, name } = data;
  // The SDK sends kinds that the ingest of its vendor has not yet as `custom`, and their own in the data.
  const custom = type === 'custom' && isJsonObject(data.data) ? data.data : undefined;
  const kind = text(custom?.sdk_span_type) ?? text(type);
  const rest: JsonObject = { 'openai.agents.type': kind ?? 'unknown', 'openai.agents.data': data };
  switch (kind) {
    case 'agent':
      return { ...rest, 'gen_ai.operation.name': 'invoke_agent', ...given('gen_ai.agent.name', name) };
    case 'function':
      return {
        ...rest,
        'gen_ai.operation.name': 'execute_tool',
        ...given('gen_ai.tool.name', name),
        ...given('gen_ai.tool.call.arguments', data.input),
        ...given('gen_ai.tool.call.result', data.output),
      };
    case 'generation':
    case 'response':
      return { ...rest, 'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': 'openai', ...modelOf(data) };
    default:
      return { ...rest, 'gen_ai.operation.name': 'agent_step' };
  }
}

function modelOf(data: JsonObject): JsonObject {
  const usage = isJsonObject(data.usage) ? data.usage : {};
  return {
    ...given('gen_ai.request.model', data.model),
    ...given('gen_ai.response.id', data.response_id),
    ...given('gen_ai.input.messages', data.input),
    ...given('gen_ai.output.messages', data.output),
    ...given('gen_ai.usage.input_tokens', usage.input_tokens),
    ...given('gen_ai.usage.output_tokens', usage.output_tokens),
  };
}

const given = (key: string, value: JsonValue | undefined): JsonObject => (value == null ? {} : { [key]: value });
const text = (value: JsonValue | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
