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
    name: labelOf(data) ?? text(data.name) ?? text(data.type) ?? 'span',
    kind: 1,
    startNs,
    endNs: nanosecondsOf(input.ended_at) ?? 0n,
    attributes: { ...attributesOf(data), ...(trace?.group && { 'gen_ai.conversation.id': trace.group }) },
    events: [],
    links: [],
    status: error ? { code: ERROR, message: reasonOf(error) } : { code: 0, message: '' },
  };
}

/** Of what fails because of something below it the message says only where. */
function reasonOf({ message, data }: JsonObject): string {
  const cause = isJsonObject(data) ? text(data.error) : undefined;
  return [text(message), cause].filter(Boolean).join(': ') || 'failed';
}

export const storableObject = (value: unknown): JsonObject | undefined =>
  isJsonObject(value) ? toStorable(value) : undefined;

/** The SDK sends kinds that the ingest of its vendor has not yet as `custom`, and their own in the data. */
const customOf = ({ type, data }: JsonObject): JsonObject | undefined =>
  type === 'custom' && isJsonObject(data) ? data : undefined;
const kindOf = (data: JsonObject): string | undefined => text(customOf(data)?.sdk_span_type) ?? text(data.type);

/** Of what has no name, or none that says what it is. */
function labelOf(data: JsonObject): string | undefined {
  const custom = customOf(data);
  switch (kindOf(data)) {
    case 'handoff':
      return `handoff: ${text(data.from_agent) ?? '?'} → ${text(data.to_agent) ?? '?'}`;
    case 'guardrail':
      return `guardrail: ${text(data.name) ?? '?'}`;
    case 'mcp_tools':
      return `tools of ${text(data.server) ?? 'an MCP server'}`;
    case 'turn':
      return `turn ${typeof custom?.turn === 'number' ? custom.turn : ''}`.trim();
    case 'task':
      return text(custom?.name);
    default:
      return undefined;
  }
}

const operation = (name: string): JsonObject => ({ 'gen_ai.operation.name': name });

function attributesOf(data: JsonObject): JsonObject {
  const { name } = data;
  const kind = kindOf(data);
  const rest: JsonObject = { 'openai.agents.type': kind ?? 'unknown', 'openai.agents.data': data };
  switch (kind) {
    case 'agent':
      return { ...rest, ...operation('invoke_agent'), ...given('gen_ai.agent.name', name) };
    case 'function':
      return {
        ...rest,
        ...operation('execute_tool'),
        ...given('gen_ai.tool.name', name),
        ...given('gen_ai.tool.call.arguments', data.input),
        ...given('gen_ai.tool.call.result', data.output),
        ...given('mcp.server.name', isJsonObject(data.mcp_data) ? data.mcp_data.server : undefined),
      };
    case 'generation':
    case 'response':
      return {
        ...rest,
        ...operation('chat'),
        ...PROVIDER,
        ...modelOf(data),
        ...given('gen_ai.input.messages', data.input),
      };
    case 'transcription':
      return {
        ...rest,
        ...operation(kind),
        ...PROVIDER,
        ...modelOf(data),
        ...given('gen_ai.input.messages', audioOf(data.input)),
      };
    case 'speech':
      return {
        ...rest,
        ...operation(kind),
        ...PROVIDER,
        ...modelOf({ ...data, output: audioOf(data.output) ?? null }),
        ...given('gen_ai.input.messages', data.input),
      };
    case 'task':
      return { ...rest, ...operation('invoke_workflow'), ...sumOf(data) };
    // One call of a model and what came of it.
    case 'turn':
      return { ...rest, ...operation('agent_step'), ...sumOf(data) };
    case 'guardrail':
      return {
        ...rest,
        ...operation('agent_step'),
        ...given('gen_ai.output.messages', { triggered: data.triggered ?? null }),
      };
    case 'mcp_tools':
      return { ...rest, ...operation('agent_step'), ...given('gen_ai.output.messages', data.result) };
    default:
      return { ...rest, ...operation('agent_step'), ...given('gen_ai.input.messages', customOf(data) ?? data.input) };
  }
}

const PROVIDER: JsonObject = { 'gen_ai.provider.name': 'openai' };

/** Sound is told by its form, not kept. */
const audioOf = (value: JsonValue | undefined): JsonValue | undefined =>
  isJsonObject(value) ? { format: value.format ?? null } : undefined;

function modelOf(data: JsonObject): JsonObject {
  const usage = objectOf(data.usage);
  const config = objectOf(data.model_config);
  const [input, output] = [
    objectOf(usage.input_tokens_details ?? usage.prompt_tokens_details),
    objectOf(usage.output_tokens_details ?? usage.completion_tokens_details),
  ];
  return {
    ...given('gen_ai.request.model', data.model ?? config.model),
    ...given('gen_ai.request.temperature', config.temperature),
    ...given('gen_ai.request.max_tokens', config.max_tokens),
    ...given('gen_ai.response.id', data.response_id),
    ...given('gen_ai.output.messages', data.output),
    ...given('gen_ai.usage.input_tokens', usage.input_tokens ?? usage.prompt_tokens),
    ...given('gen_ai.usage.output_tokens', usage.output_tokens ?? usage.completion_tokens),
    ...given('gen_ai.usage.cache_read.input_tokens', input.cached_tokens),
    ...given('gen_ai.usage.reasoning.output_tokens', output.reasoning_tokens),
  };
}

function sumOf(data: JsonObject): JsonObject {
  const usage = objectOf(customOf(data)?.usage ?? data.usage);
  return {
    ...given('gen_ai.usage.input_tokens', usage.input_tokens),
    ...given('gen_ai.usage.output_tokens', usage.output_tokens),
    ...given('gen_ai.usage.cache_read.input_tokens', usage.cached_input_tokens),
  };
}

const objectOf = (value: JsonValue | undefined): JsonObject => (isJsonObject(value) ? value : {});
const given = (key: string, value: JsonValue | undefined): JsonObject => (value == null ? {} : { [key]: value });
const text = (value: JsonValue | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
