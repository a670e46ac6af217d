/** MLflow Tracing, by `mlflow.spanType`. All of its attributes are JSON, texts too. */
import { defineMapping, isJsonObject, type JsonObject, type JsonValue, type SpanRecord } from '@binnacle/plugin-kit';
import { usageOfObject } from '../gen-ai/usage-of.js';
import { asGenAi } from '../reading/as-gen-ai.js';
import { amount } from '../reading/attributes.js';

const OPERATIONS: Readonly<Record<string, string>> = {
  CHAT_MODEL: 'chat',
  LLM: 'chat',
  EMBEDDING: 'embeddings',
  RERANKER: 'rerank',
  AGENT: 'invoke_agent',
  TOOL: 'execute_tool',
  RETRIEVER: 'execute_tool',
};

export const mlflow = defineMapping({
  id: 'mlflow',
  title: 'MLflow Tracing',
  order: 577,
  span: (span) => {
    const type = textIn(span.attributes, 'mlflow.spanType');
    return type === undefined ? undefined : asGenAi(span, translated(span, type.toUpperCase()));
  },
});

function translated({ attributes, name }: SpanRecord, type: string): Readonly<Record<string, JsonValue | undefined>> {
  const operation = Object.hasOwn(OPERATIONS, type) ? OPERATIONS[type] : 'agent_step';
  const input = valueIn(attributes, 'mlflow.spanInputs');
  const output = valueIn(attributes, 'mlflow.spanOutputs');
  if (operation === 'execute_tool') {
    return {
      'gen_ai.operation.name': operation,
      'gen_ai.tool.name': name,
      'gen_ai.tool.type': type === 'RETRIEVER' ? 'retrieval' : undefined,
      'gen_ai.tool.call.arguments': input,
      'gen_ai.tool.call.result': output,
    };
  }
  const cost = valueIn(attributes, 'mlflow.llm.cost');
  return {
    'gen_ai.operation.name': operation,
    'gen_ai.agent.name': operation === 'invoke_agent' ? name : undefined,
    'gen_ai.workflow.name': name,
    'gen_ai.request.model': textIn(attributes, 'mlflow.llm.model') ?? modelOf(input),
    'gen_ai.provider.name': textIn(attributes, 'mlflow.llm.provider'),
    'gen_ai.input.messages': messagesOf(input),
    'gen_ai.output.messages': answersOf(output),
    'gen_ai.usage.cost': isJsonObject(cost) ? amount(cost, 'total_cost') : undefined,
    ...usageOfObject(valueIn(attributes, 'mlflow.chat.tokenUsage')),
  };
}

function valueIn(attributes: JsonObject, key: string): JsonValue | undefined {
  const value = attributes[key];
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as JsonValue;
  } catch {
    return value;
  }
}

/** `"LLM"` with its quotes, as MLflow writes it, or without. */
function textIn(attributes: JsonObject, key: string): string | undefined {
  const value = valueIn(attributes, key);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Arguments of the library's own call: `{"messages": […], "model": "…"}`. */
const messagesOf = (input: JsonValue | undefined) => (isJsonObject(input) ? (input.messages ?? input) : input);
const modelOf = (input: JsonValue | undefined) =>
  isJsonObject(input) && typeof input.model === 'string' ? input.model : undefined;

/** Of Chat Completions the messages. */
function answersOf(output: JsonValue | undefined): JsonValue | undefined {
  if (!isJsonObject(output) || !Array.isArray(output.choices)) return output;
  return output.choices.map((choice) => (isJsonObject(choice) ? (choice.message ?? choice) : choice));
}
