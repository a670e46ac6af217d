/** What each `openinference.span.kind` is. */
import type { JsonObject, JsonValue, MappedEvent, SpanRecord } from '@binnacle/plugin-kit';
import { numbered } from '../gen-ai/contents-of.js';
import { amount, json, text } from '../reading/attributes.js';
import { messageText } from '../reading/message-text.js';
import { agentPair, graphPair, modelPair, toolPair } from '../reading/pairs.js';

type Kind = (span: SpanRecord) => { readonly events: readonly MappedEvent[]; readonly leads?: boolean };

/** `input.value` is JSON or text; `input.mime_type` says which, where it is told. */
function sideOf(attributes: JsonObject, side: 'input' | 'output'): JsonValue | undefined {
  const isText = text(attributes, `${side}.mime_type`) === 'text/plain';
  return isText ? text(attributes, `${side}.value`) : json(attributes, `${side}.value`);
}

const model: Kind = (span) => {
  const { attributes } = span;
  const answered = text(attributes, 'llm.response.model_name', 'llm.model_name', 'embedding.model_name');
  return {
    events: modelPair(span, {
      both: { provider: text(attributes, 'llm.provider', 'llm.system') },
      start: {
        model: text(attributes, 'llm.request.model_name') ?? answered,
        input: numbered(attributes, 'llm.input_messages.') ?? sideOf(attributes, 'input'),
        parameters: json(attributes, 'llm.invocation_parameters'),
      },
      end: {
        model: answered ?? text(attributes, 'llm.request.model_name'),
        output: numbered(attributes, 'llm.output_messages.') ?? sideOf(attributes, 'output'),
        input_tokens: amount(attributes, 'llm.token_count.prompt'),
        output_tokens: amount(attributes, 'llm.token_count.completion'),
        cache_read_tokens: amount(
          attributes,
          'llm.token_count.prompt_details.cache_read',
          'llm.token_count.prompt_details.cache_input',
        ),
        cache_write_tokens: amount(attributes, 'llm.token_count.prompt_details.cache_write'),
        reasoning_tokens: amount(attributes, 'llm.token_count.completion_details.reasoning'),
        cost_usd: amount(attributes, 'llm.cost.total'),
      },
    }),
  };
};

const tool: Kind = (span) => {
  const { attributes } = span;
  return {
    events: toolPair(span, {
      both: {
        tool_name: text(attributes, 'tool.name', 'tool_call.function.name') ?? span.name,
        tool_use_id: text(attributes, 'tool_call.id', 'tool.id')?.slice(0, 256),
      },
      start: {
        input:
          json(attributes, 'tool_call.function.arguments') ??
          sideOf(attributes, 'input') ??
          json(attributes, 'tool.parameters'),
      },
      end: { output: sideOf(attributes, 'output') },
    }),
  };
};

const agent: Kind = (span) => {
  const { attributes } = span;
  const input = sideOf(attributes, 'input');
  const output = sideOf(attributes, 'output');
  return {
    leads: true,
    events: agentPair(span, {
      both: { name: text(attributes, 'agent.name') ?? span.name },
      start: { task: wordsOf(input) ?? text(attributes, 'input.value'), metadata: json(attributes, 'metadata') },
      end: { result: wordsOf(output) ?? output },
    }),
  };
};

const wordsOf = (value: JsonValue | undefined): string | undefined => messageText(value);

/** Retrievers, rerankers, guardrails and evaluators: something that is asked and answers. */
const helper: Kind = (span) => ({
  events: toolPair(span, {
    both: { tool_name: span.name, tool_type: text(span.attributes, 'openinference.span.kind')?.toLowerCase() },
    start: { input: sideOf(span.attributes, 'input') },
    end: { output: sideOf(span.attributes, 'output') ?? numbered(span.attributes, 'retrieval.documents.') },
  }),
});

const chain: Kind = (span) => ({
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

export const KINDS: ReadonlyMap<string, Kind> = new Map([
  ['LLM', model],
  ['EMBEDDING', model],
  ['TOOL', tool],
  ['AGENT', agent],
  ['CHAIN', chain],
  ['RETRIEVER', helper],
  ['RERANKER', helper],
  ['GUARDRAIL', helper],
  ['EVALUATOR', helper],
]);
