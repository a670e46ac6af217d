/**
 * Vercel's AI SDK 4 to 6, whose spans are named `ai.…`. Outer spans (`ai.generateText`) are the agent, the inner ones
 * (`….doGenerate`) its model calls. Version 7 writes `gen_ai.…`, which the GenAI mapping reads but for what it writes twice.
 */
import {
  defineMapping,
  identityOf,
  type JsonObject,
  type JsonValue,
  type Mapped,
  type SpanRecord,
} from '@binnacle/plugin-kit';
import { toolNames } from '../gen-ai/model-span.js';
import { asGenAi } from '../reading/as-gen-ai.js';
import { amount, anyJson, json, parsed, text } from '../reading/attributes.js';
import { messageText } from '../reading/message-text.js';
import { agentPair, modelPair, toolPair } from '../reading/pairs.js';

const RUN = /^ai\.(generateText|streamText|generateObject|streamObject)$/;
const CALL = /^ai\.\w+\.(doGenerate|doStream|doEmbed|doRerank)$/;

export const aiSdk = defineMapping({
  id: 'ai-sdk',
  title: 'Vercel AI SDK',
  order: 550,
  span: (span) => {
    if (isAroundEmbedding(span)) return asGenAi(span, { 'gen_ai.operation.name': 'agent_step' });
    // The name of the span may have the function's behind it.
    const operation = text(span.attributes, 'ai.operationId') ?? span.name.split(' ')[0] ?? '';
    if (!operation.startsWith('ai.')) return undefined;
    const owner = identityOf(span.attributes);
    if (operation === 'ai.toolCall') return { ...owner, events: tool(span) };
    if (CALL.test(operation)) return { ...owner, events: call(span) };
    return RUN.test(operation) ? { ...owner, leads: true, events: run(span) } : undefined;
  },
});

/** Of version 7 the span around a call that embeds says the same as the call, without its tokens. */
const isAroundEmbedding = ({ attributes, scope }: SpanRecord): boolean =>
  scope.name === 'gen_ai' &&
  text(attributes, 'gen_ai.operation.name') === 'embeddings' &&
  amount(attributes, 'gen_ai.usage.input_tokens') === undefined;

/** The last two are of version 3. */
const ANSWERS = ['ai.response.text', 'ai.response.object', 'ai.result.text', 'ai.result.object'] as const;

function run(span: SpanRecord): Mapped['events'] {
  const { attributes } = span;
  const prompt = json(attributes, 'ai.prompt', 'ai.prompt.messages');
  const asked = prompt !== null && typeof prompt === 'object' && 'prompt' in prompt ? prompt.prompt : undefined;
  const messages = prompt !== null && typeof prompt === 'object' && 'messages' in prompt ? prompt.messages : undefined;
  const usage = usageOf(attributes);
  return agentPair(span, {
    both: { name: text(attributes, 'ai.telemetry.functionId') },
    start: {
      model: text(attributes, 'ai.model.id'),
      provider: text(attributes, 'ai.model.provider'),
      task: messageText(asked) ?? messageText(messages, 'user') ?? messageText(prompt),
    },
    // The sums of its calls, which tell them one by one.
    end: { result: json(attributes, ...ANSWERS), ...(Object.keys(usage).length > 0 && { usage }) },
  });
}

function call(span: SpanRecord): Mapped['events'] {
  const { attributes } = span;
  const requested = text(attributes, 'gen_ai.request.model', 'ai.model.id');
  return modelPair(span, {
    both: { provider: text(attributes, 'ai.model.provider', 'gen_ai.system') },
    start: {
      model: requested,
      input:
        json(attributes, 'ai.prompt.messages', 'ai.prompt') ?? embedded(attributes) ?? json(attributes, 'ai.query'),
      tools: toolNames(offered(attributes)),
      temperature: amount(attributes, 'ai.settings.temperature', 'gen_ai.request.temperature'),
      max_tokens: amount(
        attributes,
        'ai.settings.maxOutputTokens',
        'ai.settings.maxTokens',
        'gen_ai.request.max_tokens',
      ),
    },
    end: {
      model: text(attributes, 'ai.response.model', 'gen_ai.response.model') ?? requested,
      response_id: text(attributes, 'ai.response.id', 'gen_ai.response.id'),
      finish_reasons: json(attributes, 'ai.response.finishReason', 'ai.finishReason', 'gen_ai.response.finish_reasons'),
      output: json(attributes, ...ANSWERS),
      reasoning: text(attributes, 'ai.response.reasoning'),
      tool_calls: json(attributes, 'ai.response.toolCalls', 'ai.result.toolCalls'),
      ttft_ms: amount(attributes, 'ai.response.msToFirstChunk', 'ai.stream.msToFirstChunk'),
      ...usageOf(attributes),
    },
  });
}

/** Each is the JSON of its definition. */
function offered(attributes: JsonObject): JsonValue | undefined {
  const tools = json(attributes, 'ai.prompt.tools');
  return Array.isArray(tools) ? tools.map((tool) => (typeof tool === 'string' ? parsed(tool) : tool)) : tools;
}

/** Each value is the JSON of a text. */
function embedded(attributes: JsonObject): JsonValue | undefined {
  const values = json(attributes, 'ai.values') ?? anyJson(attributes, 'ai.value');
  return Array.isArray(values) ? values.map((value) => anyJson({ value }, 'value') ?? null) : values;
}

const tool = (span: SpanRecord): Mapped['events'] =>
  toolPair(span, {
    both: {
      tool_name: text(span.attributes, 'ai.toolCall.name') ?? 'unknown',
      tool_use_id: text(span.attributes, 'ai.toolCall.id')?.slice(0, 256),
    },
    start: { input: anyJson(span.attributes, 'ai.toolCall.args', 'ai.toolCall.input') },
    end: { output: anyJson(span.attributes, 'ai.toolCall.result', 'ai.toolCall.output') },
  });

/** By the names of version 5, 6 and 4. */
const COUNTS = {
  input_tokens: ['ai.usage.inputTokens', 'ai.usage.promptTokens', 'ai.usage.tokens', 'gen_ai.usage.input_tokens'],
  output_tokens: ['ai.usage.outputTokens', 'ai.usage.completionTokens', 'gen_ai.usage.output_tokens'],
  cache_read_tokens: ['ai.usage.inputTokenDetails.cacheReadTokens', 'ai.usage.cachedInputTokens'],
  cache_write_tokens: ['ai.usage.inputTokenDetails.cacheWriteTokens', 'ai.usage.cacheCreationInputTokens'],
  reasoning_tokens: ['ai.usage.outputTokenDetails.reasoningTokens', 'ai.usage.reasoningTokens'],
} as const;

function usageOf(attributes: JsonObject): JsonObject {
  const counts = Object.entries(COUNTS).map(([field, keys]) => [field, amount(attributes, ...keys)]);
  return Object.fromEntries(counts.filter(([, count]) => count !== undefined));
}
