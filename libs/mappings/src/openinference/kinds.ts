/** What each `openinference.span.kind` is. */
import { isJsonObject, type JsonObject, type JsonValue, readMessages, type SpanRecord } from '@binnacle/plugin-kit';
import { toolNames } from '../gen-ai/model-span.js';
import type { Operation } from '../gen-ai/operation.js';
import { amount, json, text } from '../reading/attributes.js';
import { failureOf } from '../reading/failure-of.js';
import { numbered } from '../reading/flattened.js';
import { langchainAgent, toolAnswer } from '../reading/langchain.js';
import { messageText } from '../reading/message-text.js';
import { agentPair, graphPair, modelPair, toolPair } from '../reading/pairs.js';
import { spanAgent } from '../reading/span-agent.js';

/** `input.value` is JSON or text; `input.mime_type` says which, where it is told. */
function sideOf(attributes: JsonObject, side: 'input' | 'output'): JsonValue | undefined {
  const isText = text(attributes, `${side}.mime_type`) === 'text/plain';
  return isText ? text(attributes, `${side}.value`) : json(attributes, `${side}.value`);
}

const model: Operation = (span) => {
  const { attributes } = span;
  const answered = text(
    attributes,
    'llm.response.model_name',
    'llm.model_name',
    'embedding.model_name',
    'reranker.model_name',
  );
  return {
    events: modelPair(span, {
      both: { provider: text(attributes, 'llm.provider', 'llm.system') },
      start: {
        model: text(attributes, 'llm.request.model_name') ?? answered,
        input:
          worded(numbered(attributes, 'llm.input_messages.'), sideOf(attributes, 'input')) ??
          numbered(attributes, 'llm.prompts.') ??
          sideOf(attributes, 'input') ??
          textsOf(numbered(attributes, 'embedding.embeddings.')),
        ...parametersOf(attributes),
      },
      end: {
        model: answered ?? text(attributes, 'llm.request.model_name'),
        output:
          worded(numbered(attributes, 'llm.output_messages.'), sideOf(attributes, 'output')) ??
          numbered(attributes, 'llm.choices.') ??
          sideOf(attributes, 'output'),
        finish_reasons: json(attributes, 'llm.finish_reason'),
        ...usageOf(attributes),
      },
    }),
  };
};

/** What is long and the same in every call is told apart: the names of tools, and what the model was told to be. */
function parametersOf(attributes: JsonObject): Readonly<Record<string, JsonValue | undefined>> {
  const given = json(attributes, 'llm.invocation_parameters', 'embedding.invocation_parameters');
  if (!isJsonObject(given)) return { parameters: given };
  const { tools, system, ...parameters } = given;
  return { parameters, tools: toolNames(tools), system };
}

/** Of a message in parts LangChain.js writes only whose it is; its words are in what the whole call was given. */
function worded(messages: JsonValue | undefined, side: JsonValue | undefined): JsonValue | undefined {
  if (!Array.isArray(messages)) return messages;
  const isMute = (one: JsonValue) => isJsonObject(one) && Object.keys(one).length === 1 && one.role !== undefined;
  if (!messages.some(isMute)) return messages;
  const said = readMessages(side);
  if (said.length !== messages.length) return messages;
  return messages.map((one, index) =>
    isMute(one) ? { ...(one as JsonObject), content: said[index]?.text ?? '' } : one,
  );
}

const COUNTS = {
  input_tokens: ['llm.token_count.prompt'],
  output_tokens: ['llm.token_count.completion'],
  cache_read_tokens: ['llm.token_count.prompt_details.cache_read', 'llm.token_count.prompt_details.cache_input'],
  cache_write_tokens: ['llm.token_count.prompt_details.cache_write'],
  reasoning_tokens: ['llm.token_count.completion_details.reasoning'],
  cost_usd: ['llm.cost.total'],
} as const;

function usageOf(attributes: JsonObject): Readonly<Record<string, JsonValue | undefined>> {
  const counts = Object.entries(COUNTS).map(([field, keys]) => [field, amount(attributes, ...keys)] as const);
  const usage: Readonly<Record<string, number | undefined>> = Object.fromEntries(counts);
  const isTold = usage.input_tokens !== undefined || usage.output_tokens !== undefined;
  return { ...usage, total_tokens: isTold ? undefined : amount(attributes, 'llm.token_count.total') };
}

/** What was embedded, without the vectors. */
const textsOf = (embeddings: JsonValue | undefined): JsonValue | undefined => {
  if (!Array.isArray(embeddings)) return undefined;
  const texts = embeddings.map(
    (one) => (Object(one) as JsonObject)['embedding.text'] ?? (Object(one) as JsonObject).text ?? null,
  );
  return texts.some((one) => one !== null) ? texts : undefined;
};

const tool: Operation = (span) => {
  const { attributes } = span;
  const output = sideOf(attributes, 'output');
  const answer = toolAnswer(output);
  return {
    events: toolPair(span, {
      both: {
        tool_name: text(attributes, 'tool.name', 'tool_call.function.name') ?? span.name,
        tool_use_id: (text(attributes, 'tool_call.id', 'tool.id') ?? answer?.callId)?.slice(0, 256),
      },
      start: {
        input:
          json(attributes, 'tool_call.function.arguments') ??
          sideOf(attributes, 'input') ??
          json(attributes, 'tool.parameters'),
      },
      end: { output: answer?.content ?? output },
      failure: failureOf(span) ?? (answer?.isError ? (messageText(answer.content) ?? 'failed') : null),
    }),
  };
};

const agent: Operation = (span) => {
  const { attributes } = span;
  const input = sideOf(attributes, 'input');
  const output = sideOf(attributes, 'output');
  return {
    leads: true,
    agentId: spanAgent(span),
    events: agentPair(span, {
      both: { name: text(attributes, 'agent.name') ?? span.name },
      start: {
        task: messageText(input, 'user') ?? messageText(input) ?? text(attributes, 'input.value'),
        metadata: json(attributes, 'metadata'),
      },
      end: { result: messageText(output, 'assistant') ?? messageText(output) ?? output },
    }),
  };
};

/** Retrievers, rerankers, guardrails and evaluators: something that is asked and answers. */
const askable: Operation = (span) => {
  const { attributes } = span;
  return {
    events: toolPair(span, {
      both: { tool_name: span.name, tool_type: text(attributes, 'openinference.span.kind')?.toLowerCase() },
      start: { input: sideOf(attributes, 'input') ?? text(attributes, 'reranker.query') },
      end: {
        output:
          sideOf(attributes, 'output') ??
          numbered(attributes, 'retrieval.documents.') ??
          numbered(attributes, 'reranker.output_documents.'),
      },
    }),
  };
};

const step: Operation = (span: SpanRecord) => ({
  events: graphPair(
    span,
    {
      both: { label: text(span.attributes, 'graph.node.name', 'graph.node.id') ?? span.name },
      start: { input: sideOf(span.attributes, 'input') },
      end: { output: sideOf(span.attributes, 'output') },
    },
    span.parentSpanId === '',
  ),
});

/** What `createAgent` of LangChain made is an agent, and its run is called like it. */
const chain: Operation = (span) => {
  const made = langchainAgent(json(span.attributes, 'metadata'));
  return made === span.name ? agent(span) : step(span);
};

export const KINDS: ReadonlyMap<string, Operation> = new Map([
  ['LLM', model],
  ['EMBEDDING', model],
  ['TOOL', tool],
  ['AGENT', agent],
  ['CHAIN', chain],
  ['PROMPT', step],
  ['RETRIEVER', askable],
  ['RERANKER', askable],
  ['GUARDRAIL', askable],
  ['EVALUATOR', askable],
]);
