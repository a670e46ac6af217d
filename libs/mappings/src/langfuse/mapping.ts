/** Observations of Langfuse, from its OpenTelemetry SDK and from its ingestion batches, as the GenAI spans they are. */
import { defineMapping, isJsonObject, type JsonObject, type JsonValue, type SpanRecord } from '@binnacle/plugin-kit';
import { genAiSpan } from '../gen-ai/spans.js';
import { usageOfObject } from '../gen-ai/usage-of.js';
import { amount, json, known, text } from '../reading/attributes.js';
import { langchainAgent, type ToolAnswer, toolAnswer } from '../reading/langchain.js';
import { secondsUntil } from '../reading/seconds-until.js';

const PREFIX = 'langfuse.observation.';

/** Which operation each kind of observation is; the others are steps. */
const OPERATIONS: ReadonlyMap<string, string> = new Map([
  ['generation', 'chat'],
  ['embedding', 'embeddings'],
  ['agent', 'invoke_agent'],
  ['tool', 'execute_tool'],
  ['retriever', 'execute_tool'],
]);
/** What an observation is that nobody said more of. */
const PLAIN = new Set(['span', 'event']);

export const langfuse = defineMapping({
  id: 'langfuse',
  title: 'Langfuse',
  order: 690,
  span: (span) => {
    const kind = text(span.attributes, `${PREFIX}type`)?.toLowerCase();
    if (kind === undefined) return undefined;
    // Frameworks add the plain kind to spans that say better what they are.
    if (PLAIN.has(kind) && text(span.attributes, 'gen_ai.operation.name') !== undefined) return genAiSpan(span);
    return genAiSpan({ ...span, attributes: genAiAttributes(span, kind), status: statusOf(span) });
  },
});

function genAiAttributes({ attributes, name, startNs }: SpanRecord, kind: string): JsonObject {
  const of = (field: string) => json(attributes, `${PREFIX}${field}`);
  const metadata = metadataOf(attributes);
  const made = langchainAgent(metadata);
  const answer = toolAnswer(of('output'));
  const operation = OPERATIONS.get(kind) ?? impliedOf(name, made, answer);
  const cost = objectOf(of('cost_details'));
  const usage = objectOf(of('usage_details'));
  const parameters = objectOf(of('model.parameters'));
  const isTool = operation === 'execute_tool';
  const input = objectOf(of('input'));
  return {
    ...attributes,
    ...known({
      'gen_ai.operation.name': operation,
      'gen_ai.request.model': text(attributes, `${PREFIX}model.name`),
      'gen_ai.request.temperature': amount(parameters, 'temperature'),
      'gen_ai.request.max_tokens': amount(parameters, 'max_tokens', 'maxTokens', 'max_completion_tokens'),
      'gen_ai.agent.name': made ?? (operation === 'invoke_agent' ? name : undefined),
      'gen_ai.tool.name': isTool ? name : undefined,
      'gen_ai.tool.type': kind === 'retriever' ? 'retrieval' : undefined,
      'gen_ai.tool.call.arguments': isTool ? of('input') : undefined,
      'gen_ai.tool.call.id': isTool ? answer?.callId : undefined,
      'gen_ai.tool.call.result': isTool ? (answer?.content ?? of('output')) : undefined,
      'gen_ai.tool.status': answer?.isError ? 'error' : undefined,
      'gen_ai.workflow.name': operation === 'agent_step' ? name : undefined,
      'gen_ai.provider.name': text(metadata, 'ls_provider'),
      'gen_ai.input.messages': input.messages ?? of('input'),
      'gen_ai.tool.definitions': input.messages === undefined ? undefined : input.tools,
      'gen_ai.output.messages': of('output'),
      'gen_ai.response.time_to_first_chunk': secondsUntil(text(attributes, `${PREFIX}completion_start_time`), startNs),
      // OpenAI's own object, else buckets.
      ...(usage.prompt_tokens === undefined ? tokensOf(usage) : usageOfObject(usage)),
      'gen_ai.usage.cost': amount(cost, 'total') ?? amount(usage, 'totalCost'),
    }),
  };
}

/** SDK 3 has no kind for runs of agents and tools of LangChain: an agent's is called like it, a tool's ends with its answer. */
function impliedOf(name: string, agent: string | undefined, answer: ToolAnswer | undefined): string {
  if (answer) return 'execute_tool';
  return agent === name ? 'invoke_agent' : 'agent_step';
}

/** Structured, or each field an attribute. */
const metadataOf = (attributes: JsonObject): JsonObject => ({
  ...objectOf(json(attributes, `${PREFIX}metadata`)),
  ...known({ lc_agent_name: text(attributes, `${PREFIX}metadata.lc_agent_name`) }),
  ...known({ ls_provider: text(attributes, `${PREFIX}metadata.ls_provider`) }),
});

/** Its buckets do not overlap: what was cached, or reasoned, is beside the input and the output. Here it is part of them. */
function tokensOf(usage: JsonObject): Readonly<Record<string, JsonValue | undefined>> {
  const cached = amount(usage, 'input_cached_tokens', 'cache_read_input_tokens', 'input_cache_read', 'cached_tokens');
  const written = amount(usage, 'cache_creation_input_tokens', 'input_cache_creation', 'input_cache_write');
  const reasoned = amount(usage, 'output_reasoning_tokens', 'output_reasoning', 'reasoning_tokens');
  const input = amount(usage, 'input', 'input_tokens', 'promptTokens', 'prompt_tokens');
  const output = amount(usage, 'output', 'output_tokens', 'completionTokens', 'completion_tokens');
  return {
    'gen_ai.usage.input_tokens': input === undefined ? undefined : input + (cached ?? 0) + (written ?? 0),
    'gen_ai.usage.output_tokens': output === undefined ? undefined : output + (reasoned ?? 0),
    'gen_ai.usage.cache_read.input_tokens': cached,
    'gen_ai.usage.cache_creation.input_tokens': written,
    'gen_ai.usage.reasoning.output_tokens': reasoned,
    'gen_ai.usage.total_tokens': amount(usage, 'total', 'total_tokens', 'totalTokens'),
  };
}

const ERROR = 2;

/** A level of ERROR is a failure, also where the span itself says nothing. */
function statusOf({ attributes, status }: SpanRecord): SpanRecord['status'] {
  if (text(attributes, `${PREFIX}level`) !== 'ERROR') return status;
  return { code: ERROR, message: text(attributes, `${PREFIX}status_message`) ?? status.message };
}

const objectOf = (value: unknown): JsonObject => (isJsonObject(value) ? value : {});
