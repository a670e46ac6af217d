/**
 * Spans of the GenAI semantic conventions, by `gen_ai.operation.name`: the current ones (`gen_ai.provider.name`, messages in
 * attributes) and those before (`gen_ai.system`, prompt and completion tokens, messages as events).
 */
import { identityOf, type JsonObject, type Mapped, type MappedEvent, type SpanRecord } from '@binnacle/plugin-kit';
import { amount, json, known, text } from '../reading/attributes.js';
import { messageText } from '../reading/message-text.js';
import { agentPair, graphPair, modelPair, toolPair } from '../reading/pairs.js';
import { contentsOf } from './contents-of.js';
import { usageOf } from './usage-of.js';

type Operation = (span: SpanRecord) => { readonly events: readonly MappedEvent[]; readonly leads?: boolean };

const model: Operation = (span) => {
  const { attributes } = span;
  const { input, output } = contentsOf(span);
  const requested = text(attributes, 'gen_ai.request.model', 'gen_ai.response.model');
  return {
    events: modelPair(span, {
      both: { provider: providerOf(attributes), operation: text(attributes, 'gen_ai.operation.name') },
      start: {
        model: requested,
        input,
        system: json(attributes, 'gen_ai.system_instructions'),
        temperature: amount(attributes, 'gen_ai.request.temperature'),
        max_tokens: amount(attributes, 'gen_ai.request.max_tokens'),
      },
      end: {
        model: text(attributes, 'gen_ai.response.model') ?? requested,
        response_id: text(attributes, 'gen_ai.response.id'),
        finish_reasons: json(attributes, 'gen_ai.response.finish_reasons'),
        output,
        ...usageOf(attributes),
      },
    }),
  };
};

const agent: Operation = (span) => {
  const { attributes } = span;
  const { input, output } = contentsOf(span);
  const usage = usageOf(attributes);
  return {
    leads: true,
    events: agentPair(span, {
      both: { name: text(attributes, 'gen_ai.agent.name', 'gen_ai.agent.id') ?? afterVerb(span.name) },
      start: {
        model: text(attributes, 'gen_ai.request.model'),
        description: text(attributes, 'gen_ai.agent.description'),
        task: messageText(input, 'user') ?? messageText(input),
        provider: providerOf(attributes),
      },
      // Its own sums, which are told by its model calls one by one: never added to them.
      end: { result: messageText(output) ?? output, ...(Object.keys(usage).length > 0 && { usage }) },
    }),
  };
};

const tool: Operation = (span) => {
  const { attributes } = span;
  return {
    events: toolPair(span, {
      both: {
        tool_name: text(attributes, 'gen_ai.tool.name') ?? afterVerb(span.name),
        tool_use_id: text(attributes, 'gen_ai.tool.call.id')?.slice(0, 256),
        tool_type: text(attributes, 'gen_ai.tool.type'),
      },
      start: { input: json(attributes, 'gen_ai.tool.call.arguments', 'gen_ai.tool.arguments', 'tool_arguments') },
      end: { output: json(attributes, 'gen_ai.tool.call.result', 'gen_ai.tool.message', 'tool_response') },
    }),
  };
};

const workflow: Operation = (span) => ({
  events: graphPair(
    span,
    { both: { label: text(span.attributes, 'gen_ai.workflow.name') ?? afterVerb(span.name) } },
    true,
  ),
});

const step: Operation = (span) => ({
  events: graphPair(span, { both: { label: span.name } }, span.parentSpanId === ''),
});

/** Made, not run: it has no state yet. */
const created: Operation = (span) => ({
  events: [
    {
      type: 'agent:created',
      payload: known({
        name: text(span.attributes, 'gen_ai.agent.name') ?? afterVerb(span.name),
        model: text(span.attributes, 'gen_ai.request.model'),
        description: text(span.attributes, 'gen_ai.agent.description'),
        provider: providerOf(span.attributes),
      }),
    },
  ],
});

const retrieved: Operation = (span) => ({
  events: toolPair(span, {
    both: { tool_name: text(span.attributes, 'gen_ai.data_source.id') ?? span.name, tool_type: 'retrieval' },
    start: { input: json(span.attributes, 'gen_ai.retrieval.query.text') },
    end: { output: json(span.attributes, 'gen_ai.retrieval.documents') },
  }),
});

const OPERATIONS: ReadonlyMap<string, Operation> = new Map([
  ['chat', model],
  ['text_completion', model],
  ['completion', model],
  ['generate_content', model],
  ['embeddings', model],
  ['llm_call', model],
  ['invoke_agent', agent],
  ['create_agent', created],
  ['execute_tool', tool],
  ['tool_call', tool],
  ['retrieval', retrieved],
  ['invoke_workflow', workflow],
  ['agent_step', step],
]);

/** What the span is when it has no operation, from the convention before there was one. */
function implied({ attributes }: SpanRecord): Operation | undefined {
  if (attributes['gen_ai.tool.call.id'] !== undefined || attributes['gen_ai.tool.name'] !== undefined) return tool;
  return attributes['gen_ai.request.model'] !== undefined || attributes['gen_ai.response.model'] !== undefined
    ? model
    : undefined;
}

export function genAiSpan(span: SpanRecord): Mapped | undefined {
  const name = text(span.attributes, 'gen_ai.operation.name');
  const operation = name === undefined ? implied(span) : OPERATIONS.get(name);
  return operation && { ...identityOf(span.attributes), ...operation(span) };
}

const providerOf = (attributes: JsonObject) => text(attributes, 'gen_ai.provider.name', 'gen_ai.system');

/** `execute_tool get_weather` → `get_weather` */
const afterVerb = (name: string): string => name.replace(/^[a-z]+_[a-z]+\s+/, '') || name;
