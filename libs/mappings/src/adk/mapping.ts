/**
 * Google's Agent Development Kit: GenAI spans whose session and contents stand in `gcp.vertex.agent.*`. Versions before 1.13 name a run
 * `agent_run [name]` and say no more of it.
 */
import {
  defineMapping,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type Mapped,
  type SpanRecord,
} from '@binnacle/plugin-kit';
import { asGenAi } from '../reading/as-gen-ai.js';
import { amount, json, text } from '../reading/attributes.js';

const PREFIX = 'gcp.vertex.agent.';
/** What it says where it knows nothing, as attributes may not be missing for its own viewer. */
const NOTHING = new Set<JsonValue | undefined>(['<not specified>', 'N/A', '<not serializable>']);
const MERGED = '(merged tools)';

export const adk = defineMapping({
  id: 'google-adk',
  title: 'Google Agent Development Kit',
  order: 530,
  span: (span): Mapped | undefined => {
    const { attributes, scope, name } = span;
    const isAdk = scope.name === 'gcp.vertex.agent' || text(attributes, 'gen_ai.system') === 'gcp.vertex.agent';
    if (!isAdk) return undefined;
    const session = { 'gen_ai.conversation.id': sessionOf(attributes) };
    // The calls it merges have been told one by one.
    if (text(attributes, 'gen_ai.tool.name') === MERGED) return { events: [], keepRaw: true };
    const run = /^agent_run \[(.+)\]$/.exec(name)?.[1];
    if (run) return asGenAi(span, { ...session, 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': run });
    if (name === 'invocation') return asGenAi(span, { ...session, 'gen_ai.operation.name': 'invoke_workflow' });
    if (Object.keys(attributes).length === 0) return brokenOff(span);
    const operation = text(attributes, 'gen_ai.operation.name');
    if (operation === 'execute_tool') return asGenAi(span, { ...session, ...callOf(attributes) });
    return asGenAi(span, { ...session, ...requestOf(attributes) });
  },
});

/** ADK of JavaScript says what a span is when all went well; of one that threw there is only the name, and not even that it failed. */
function brokenOff(span: SpanRecord): Mapped | undefined {
  const failed = { 'error.type': 'failed' };
  if (span.name === 'call_llm') return asGenAi(span, { ...failed, 'gen_ai.operation.name': 'chat' });
  return span.name.startsWith('execute_tool ')
    ? asGenAi(span, { ...failed, 'gen_ai.operation.name': 'execute_tool' })
    : undefined;
}

const sessionOf = (attributes: JsonObject) => text(attributes, 'gen_ai.conversation.id', `${PREFIX}session_id`);

const said = (attributes: JsonObject, key: string): JsonValue | undefined => {
  const value = json(attributes, key);
  return NOTHING.has(value) || (isJsonObject(value) && Object.keys(value).length === 0) ? undefined : value;
};

function callOf(attributes: JsonObject) {
  const id = said(attributes, 'gen_ai.tool.call.id');
  return {
    // Also where there is none: its placeholder is no id.
    'gen_ai.tool.call.id': id ?? '',
    'gen_ai.tool.call.arguments':
      json(attributes, 'gen_ai.tool.call.arguments') ?? said(attributes, `${PREFIX}tool_call_args`),
    'gen_ai.tool.call.result':
      json(attributes, 'gen_ai.tool.call.result') ?? said(attributes, `${PREFIX}tool_response`),
  };
}

function requestOf(attributes: JsonObject) {
  const request = said(attributes, `${PREFIX}llm_request`);
  const response = said(attributes, `${PREFIX}llm_response`);
  const answer = isJsonObject(response) ? response : {};
  const config = isJsonObject(request) && isJsonObject(request.config) ? request.config : {};
  return {
    'gen_ai.provider.name': 'gcp.vertex_ai',
    'gen_ai.input.messages':
      json(attributes, 'gen_ai.input.messages') ?? (isJsonObject(request) ? request.contents : undefined),
    'gen_ai.system_instructions':
      json(attributes, 'gen_ai.system_instructions') ?? json(config, 'systemInstruction', 'system_instruction'),
    'gen_ai.output.messages': json(attributes, 'gen_ai.output.messages') ?? answer.content ?? undefined,
    'gen_ai.response.model': text(attributes, 'gen_ai.response.model') ?? text(answer, 'model_version'),
    'error.message': text(answer, 'error_message', 'errorMessage'),
    ...countsOf(attributes, answer.usageMetadata ?? answer.usage_metadata),
  };
}

/** What was cached is part of the input; thoughts are beside what Gemini counts as output, and cost the same. */
function countsOf(attributes: JsonObject, usage: JsonValue | undefined) {
  if (!isJsonObject(usage)) return {};
  const thoughts = amount(usage, 'thoughtsTokenCount', 'thoughts_token_count');
  const output = amount(usage, 'candidatesTokenCount', 'candidates_token_count');
  const isWithout = output !== undefined && output === amount(attributes, 'gen_ai.usage.output_tokens');
  return {
    'gen_ai.usage.cache_read.input_tokens':
      amount(attributes, 'gen_ai.usage.cache_read.input_tokens') ??
      amount(usage, 'cachedContentTokenCount', 'cached_content_token_count'),
    'gen_ai.usage.reasoning.output_tokens': thoughts,
    'gen_ai.usage.output_tokens': isWithout ? output + (thoughts ?? 0) : attributes['gen_ai.usage.output_tokens'],
  };
}
