/** Braintrust: what is in its own fields, by the type in `braintrust.span_attributes`. Scores are evaluations. */
import {
  defineMapping,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type MappedEvent,
  type SpanRecord,
} from '@binnacle/plugin-kit';
import { asGenAi } from '../reading/as-gen-ai.js';
import { amount, anyJson, json, known, text } from '../reading/attributes.js';

const OPERATIONS: Readonly<Record<string, string>> = { llm: 'chat', tool: 'execute_tool' };
/** Fields of which one is enough. */
const FIELDS = ['span_attributes', 'input_json', 'input', 'output_json', 'output', 'metrics', 'scores'];

export const braintrust = defineMapping({
  id: 'braintrust',
  title: 'Braintrust',
  order: 575,
  span: (span) => {
    if (!FIELDS.some((field) => span.attributes[`braintrust.${field}`] !== undefined)) return undefined;
    const mapped = asGenAi(span, translated(span));
    return mapped && { ...mapped, events: [...mapped.events, ...evaluations(span.attributes)] };
  },
});

function translated({ attributes, name }: SpanRecord): Readonly<Record<string, JsonValue | undefined>> {
  const { type, name: given } = fieldOf(attributes, 'span_attributes');
  const label = typeof given === 'string' ? given : name;
  const metadata = fieldOf(attributes, 'metadata');
  const model = text(metadata, 'model') ?? text(attributes, 'gen_ai.request.model');
  const operation = operationOf(type, model);
  const input = anyJson(attributes, 'braintrust.input_json', 'braintrust.input');
  const output = anyJson(attributes, 'braintrust.output_json', 'braintrust.output');
  if (operation === 'execute_tool') {
    return {
      'gen_ai.operation.name': operation,
      'gen_ai.tool.name': text(attributes, 'gen_ai.tool.name') ?? label,
      'gen_ai.tool.call.arguments': input,
      'gen_ai.tool.call.result': output,
    };
  }
  return {
    'gen_ai.operation.name': operation,
    'gen_ai.workflow.name': label,
    'gen_ai.input.messages': json(attributes, 'gen_ai.input.messages') ?? input,
    'gen_ai.output.messages': json(attributes, 'gen_ai.output.messages') ?? output,
    ...(operation === 'chat' && {
      'gen_ai.request.model': text(attributes, 'gen_ai.request.model') ?? model,
      'gen_ai.provider.name': text(attributes, 'gen_ai.provider.name') ?? text(metadata, 'provider'),
      ...usageOf(fieldOf(attributes, 'metrics')),
    }),
  };
}

/** Tasks, functions, evaluations and scorers are steps; what has no type is a call when it names a model. */
function operationOf(type: JsonValue | undefined, model: string | undefined): string {
  if (typeof type !== 'string') return model === undefined ? 'agent_step' : 'chat';
  return Object.hasOwn(OPERATIONS, type) ? (OPERATIONS[type] ?? 'agent_step') : 'agent_step';
}

const usageOf = (metrics: JsonObject) =>
  known({
    'gen_ai.usage.input_tokens': amount(metrics, 'prompt_tokens'),
    'gen_ai.usage.output_tokens': amount(metrics, 'completion_tokens'),
    'gen_ai.usage.cache_read.input_tokens': amount(metrics, 'prompt_cached_tokens'),
    'gen_ai.usage.cache_creation.input_tokens': amount(metrics, 'prompt_cache_creation_tokens'),
    'gen_ai.usage.reasoning.output_tokens': amount(metrics, 'completion_reasoning_tokens'),
    'gen_ai.usage.cost': amount(metrics, 'estimated_cost'),
  });

const evaluations = (attributes: JsonObject): MappedEvent[] =>
  Object.entries(fieldOf(attributes, 'scores')).flatMap(([name, score]) =>
    typeof score === 'number' ? [{ type: 'model:evaluated', payload: { name, score } }] : [],
  );

function fieldOf(attributes: JsonObject, field: string): JsonObject {
  const value = json(attributes, `braintrust.${field}`);
  return isJsonObject(value) ? value : {};
}
