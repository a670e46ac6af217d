/**
 * Spans of the GenAI semantic conventions, by `gen_ai.operation.name`: the current ones (`gen_ai.provider.name`, messages in
 * attributes) and those before (`gen_ai.system`, prompt and completion tokens, messages as events).
 */
import { identityOf, type JsonObject, type Mapped, type SpanRecord } from '@binnacle/plugin-kit';
import { json, text } from '../reading/attributes.js';
import { graphPair } from '../reading/pairs.js';
import { afterVerb } from './after-verb.js';
import { agentSpan, createdAgent } from './agent-span.js';
import { contentsOf } from './contents-of.js';
import { humanInput } from './human-input.js';
import { modelSpan } from './model-span.js';
import type { Operation } from './operation.js';
import { memory, retrieval, toolSpan } from './tool-span.js';
import { usageOf } from './usage-of.js';

const graph =
  (isWhole: (span: SpanRecord) => boolean): Operation =>
  (span) => {
    const { input, output } = contentsOf(span);
    const label = text(span.attributes, 'gen_ai.workflow.name', 'gen_ai.task.name', 'graph.node.name');
    const usage = usageOf(span.attributes);
    // The sum of the calls within it, which are told one by one.
    const sum = Object.keys(usage).length > 0 && { usage };
    return {
      events: graphPair(
        span,
        { both: { label: label ?? afterVerb(span.name) ?? span.name }, start: { input }, end: { output, ...sum } },
        isWhole(span),
      ),
    };
  };

const workflow = graph(() => true);
/** One that nothing is above is the whole. */
const step = graph(({ parentSpanId }) => parentSpanId === '');

/** What is not of the registry is of the framework in brackets. */
const OPERATIONS: ReadonlyMap<string, Operation> = new Map([
  ['chat', modelSpan],
  ['text_completion', modelSpan],
  ['generate_content', modelSpan],
  ['embeddings', modelSpan],
  ['invoke_agent', agentSpan],
  ['create_agent', createdAgent],
  ['execute_tool', toolSpan],
  ['retrieval', retrieval],
  ['invoke_workflow', workflow],
  ['plan', step],
  // An answer that was made before, and told then.
  ['fetch_response', step],
  ...['search', 'create', 'update', 'upsert', 'delete'].map((verb) => [`${verb}_memory`, memory] as const),
  ['create_memory_store', memory],
  ['delete_memory_store', memory],
  // (several)
  ['completion', modelSpan],
  ['embedding', modelSpan],
  ['rerank', modelSpan],
  ['speech', modelSpan],
  ['transcription', modelSpan],
  ['image_generation', modelSpan],
  // (Semantic Kernel)
  ['chat.completions', modelSpan],
  ['chat.streaming_completions', modelSpan],
  ['text.completions', modelSpan],
  ['text.streaming_completions', modelSpan],
  // (Gemini CLI)
  ['llm_call', modelSpan],
  ['tool_call', toolSpan],
  ['agent_call', agentSpan],
  // (AI SDK 7)
  ['agent_step', step],
  // (AG2)
  ['conversation', workflow],
  ['execute_code', toolSpan],
  ['speaker_selection', step],
  ['await_human_input', humanInput],
  // (Strands)
  ['invoke_swarm', workflow],
  ['invoke_graph', workflow],
  // (Gemini CLI, Copilot)
  ['user_prompt', step],
]);

/** What the span is when its operation is none of those, or from the convention before there was one. */
function implied({ attributes }: SpanRecord): Operation | undefined {
  if (json(attributes, 'gen_ai.tool.call.id', 'gen_ai.tool.name') !== undefined) return toolSpan;
  const models = ['gen_ai.request.model', 'gen_ai.response.model', 'llm.request.model', 'llm.response.model'] as const;
  return json(attributes, ...models) === undefined ? undefined : modelSpan;
}

export function genAiSpan(span: SpanRecord): Mapped | undefined {
  const operation = OPERATIONS.get(text(span.attributes, 'gen_ai.operation.name') ?? '') ?? implied(span);
  if (!operation) return undefined;
  const { agentId, ...told } = operation(span);
  return { ...(agentId && { agentId }), ...identityOf(named(span.attributes)), ...told };
}

/** An id that Strands gives every agent that was given none names nobody. */
function named(attributes: JsonObject): JsonObject {
  const { 'gen_ai.agent.id': id, ...rest } = attributes;
  return id === 'agent' && rest['gen_ai.agent.name'] !== undefined ? rest : attributes;
}
