/** Runs of LangChain and LangGraph as LangSmith exports them, by `langsmith.span.kind`. */
import { defineMapping, isJsonObject, type JsonObject, type JsonValue, type SpanRecord } from '@binnacle/plugin-kit';
import { usageOfObject } from '../gen-ai/usage-of.js';
import { asGenAi } from '../reading/as-gen-ai.js';
import { json, parsed, text } from '../reading/attributes.js';

const METADATA = 'langsmith.metadata.';
const OPERATIONS: Readonly<Record<string, string>> = {
  llm: 'chat',
  chat_model: 'chat',
  tool: 'execute_tool',
  retriever: 'execute_tool',
  embedding: 'embeddings',
};

export const langsmith = defineMapping({
  id: 'langsmith',
  title: 'LangSmith (LangChain, LangGraph)',
  order: 540,
  span: (span) => {
    const kind = text(span.attributes, 'langsmith.span.kind')?.toLowerCase();
    return kind === undefined ? undefined : asGenAi(span, translated(span, kind));
  },
});

function translated({ attributes, name }: SpanRecord, kind: string): Readonly<Record<string, JsonValue | undefined>> {
  const agent = text(attributes, `${METADATA}lc_agent_name`, `${METADATA}agent_name`);
  const operation = Object.hasOwn(OPERATIONS, kind) ? OPERATIONS[kind] : agent === name ? 'invoke_agent' : 'agent_step';
  const input = json(attributes, 'gen_ai.prompt', 'inputs');
  const output = json(attributes, 'gen_ai.completion', 'outputs');
  const shared = {
    'gen_ai.conversation.id': text(
      attributes,
      `${METADATA}thread_id`,
      `${METADATA}session_id`,
      `${METADATA}conversation_id`,
    ),
    'gen_ai.agent.name': agent,
  };
  if (operation === 'execute_tool') {
    return {
      ...shared,
      'gen_ai.operation.name': operation,
      'gen_ai.tool.name': text(attributes, 'gen_ai.tool.name') ?? name,
      'gen_ai.tool.type': kind === 'retriever' ? 'retrieval' : undefined,
      'gen_ai.tool.call.id': text(attributes, 'gen_ai.tool.call.id') ?? text(messageOf(output), 'tool_call_id'),
      'gen_ai.tool.call.arguments': argumentsOf(input),
      'gen_ai.tool.call.result': resultOf(output),
    };
  }
  return {
    ...shared,
    'gen_ai.operation.name': operation,
    'gen_ai.workflow.name':
      operation === 'agent_step' ? (text(attributes, `${METADATA}langgraph_node`) ?? name) : undefined,
    'gen_ai.request.model': text(attributes, 'gen_ai.request.model', `${METADATA}ls_model_name`),
    'gen_ai.provider.name': text(attributes, `${METADATA}ls_provider`, 'gen_ai.provider.name', 'gen_ai.system'),
    'gen_ai.input.messages': input,
    'gen_ai.output.messages': output,
    ...detailsOf(attributes),
  };
}

/** Details of tokens are the text of an object of Python. */
function detailsOf(attributes: JsonObject): JsonObject {
  const of = (key: string) => {
    const value = attributes[key];
    return typeof value === 'string' ? parsed(value.replaceAll("'", '"')) : (value ?? null);
  };
  return usageOfObject({
    input_token_details: of('gen_ai.usage.input_token_details'),
    output_token_details: of('gen_ai.usage.output_token_details'),
  });
}

const objectOf = (value: JsonValue | undefined): JsonObject => (isJsonObject(value) ? value : {});
const unwrapped = (value: JsonValue | undefined, key: string): JsonValue | undefined =>
  isJsonObject(value) && value[key] !== undefined && Object.keys(value).length === 1 ? value[key] : value;

/** `{"input": "{'city': 'Paris'}"}` of Python, `{"input": "…"}` of JavaScript. */
const argumentsOf = (input: JsonValue | undefined): JsonValue | undefined => {
  const inner = unwrapped(input, 'input');
  return typeof inner === 'string' ? parsed(inner) : inner;
};
/** A tool's answer is a message with the content in it. */
const messageOf = (output: JsonValue | undefined): JsonObject => {
  const inner = unwrapped(output, 'output');
  return objectOf(objectOf(inner).kwargs ?? inner);
};
function resultOf(output: JsonValue | undefined): JsonValue | undefined {
  const { content } = messageOf(output);
  return typeof content === 'string' ? content : unwrapped(output, 'output');
}
