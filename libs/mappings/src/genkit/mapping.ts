/** Genkit: actions by `genkit:metadata:subtype`, what is around them by `genkit:type`. Inputs and outputs are JSON, texts too. */
import { defineMapping, isJsonObject, type JsonObject, type JsonValue, type SpanRecord } from '@binnacle/plugin-kit';
import { usageOfObject } from '../gen-ai/usage-of.js';
import { asGenAi } from '../reading/as-gen-ai.js';
import { amount, anyJson, text } from '../reading/attributes.js';

type Given = Readonly<Record<string, JsonValue | undefined>>;

/** Flows, their steps and whatever else an action may be are steps. */
const OPERATIONS: Readonly<Record<string, string>> = {
  model: 'chat',
  'background-model': 'chat',
  embedder: 'embeddings',
  reranker: 'rerank',
  tool: 'execute_tool',
  'tool.v2': 'execute_tool',
  retriever: 'execute_tool',
  agent: 'invoke_agent',
};
/** Of prompts the call of the model tells what became of them. */
const TEMPLATES = new Set(['promptTemplate', 'dotprompt']);

export const genkit = defineMapping({
  id: 'genkit',
  title: 'Genkit',
  order: 543,
  span: (span) => {
    const type = text(span.attributes, 'genkit:type');
    if (type === undefined) return undefined;
    return TEMPLATES.has(type) ? { events: [], keepRaw: true } : asGenAi(span, translated(span));
  },
});

function translated({ attributes, name: spanName }: SpanRecord): Given {
  const kind = text(attributes, 'genkit:metadata:subtype') ?? '';
  const operation = Object.hasOwn(OPERATIONS, kind) ? OPERATIONS[kind] : 'agent_step';
  const name = text(attributes, 'genkit:name') ?? spanName;
  const input = anyJson(attributes, 'genkit:input');
  const output = anyJson(attributes, 'genkit:output');
  const shared = {
    'gen_ai.operation.name': operation,
    'gen_ai.conversation.id': text(attributes, 'genkit:metadata:agent:sessionId', 'genkit:sessionId'),
  };
  switch (operation) {
    case 'execute_tool':
      return {
        ...shared,
        'gen_ai.tool.name': name,
        'gen_ai.tool.type': kind === 'retriever' ? 'retrieval' : undefined,
        'gen_ai.tool.call.arguments': input,
        'gen_ai.tool.call.result': output,
      };
    case 'chat':
    case 'embeddings':
    case 'rerank':
      return { ...shared, ...called(name), ...(operation === 'chat' ? chat(input, output) : embedding(input)) };
    default:
      return {
        ...shared,
        'gen_ai.agent.name': operation === 'invoke_agent' ? name : undefined,
        'gen_ai.workflow.name': name,
        'gen_ai.input.messages': input,
        'gen_ai.output.messages': objectOf(output).message ?? output,
      };
  }
}

/** `googleai/gemini-2.5-flash`: the plugin, and what it calls the model. */
function called(name: string): Given {
  const [plugin, ...model] = name.split('/');
  return {
    'gen_ai.provider.name': model.length > 0 ? plugin : undefined,
    'gen_ai.request.model': model.join('/') || name,
  };
}

function chat(given: JsonValue | undefined, answered: JsonValue | undefined): Given {
  const input = objectOf(given);
  const output = objectOf(answered);
  const config = objectOf(input.config);
  const raw = objectOf(output.raw);
  return {
    'gen_ai.request.temperature': amount(config, 'temperature'),
    'gen_ai.request.max_tokens': amount(config, 'maxOutputTokens'),
    'gen_ai.input.messages': input.messages ?? given,
    'gen_ai.tool.definitions': input.tools,
    'gen_ai.output.messages': output.message ?? answered,
    'gen_ai.response.model': text(raw, 'model', 'modelVersion'),
    'gen_ai.response.finish_reasons': text(output, 'finishReason'),
    ...usageOfObject(raw.usage),
    ...usageOf(objectOf(output.usage)),
  };
}

/** Not the vectors. */
const embedding = (input: JsonValue | undefined): Given => ({
  'gen_ai.input.messages': objectOf(input).input ?? input,
});

/** Thoughts are Gemini's, which counts them beside the output. */
function usageOf(usage: JsonObject): Given {
  const output = amount(usage, 'outputTokens');
  const thoughts = amount(usage, 'thoughtsTokens');
  const counts = {
    'gen_ai.usage.input_tokens': amount(usage, 'inputTokens'),
    'gen_ai.usage.output_tokens': output === undefined ? undefined : output + (thoughts ?? 0),
    'gen_ai.usage.cache_read.input_tokens': amount(usage, 'cachedContentTokens'),
    'gen_ai.usage.reasoning.output_tokens': thoughts,
  };
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== undefined));
}

const objectOf = (value: unknown): JsonObject => (isJsonObject(value) ? value : {});
