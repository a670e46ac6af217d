/** A call of a model, by the attributes of the GenAI conventions. */
import type { JsonObject, JsonValue, SpanRecord } from '@binnacle/plugin-kit';
import { amount, flag, json, text } from '../reading/attributes.js';
import { modelPair } from '../reading/pairs.js';
import { contentsOf } from './contents-of.js';
import type { Operation } from './operation.js';
import { usageOf } from './usage-of.js';

export const modelSpan: Operation = (span) => {
  const { attributes } = span;
  const { input, output } = contentsOf(span);
  const requested = text(attributes, 'gen_ai.request.model', 'llm.request.model', 'gen_ai.response.model');
  return {
    events: modelPair(span, {
      both: {
        provider: providerOf(attributes),
        operation: text(attributes, 'gen_ai.operation.name', 'llm.request.type'),
      },
      start: {
        model: requested,
        input: input ?? json(attributes, 'gen_ai.embeddings.input', 'gen_ai.input'),
        system: json(attributes, 'gen_ai.system_instructions'),
        tools: toolNames(json(attributes, 'gen_ai.tool.definitions')),
        ...settingsOf(attributes),
      },
      end: {
        model: text(attributes, 'gen_ai.response.model', 'llm.response.model') ?? requested,
        response_id: text(attributes, 'gen_ai.response.id'),
        finish_reasons: finishOf(attributes),
        output,
        ttft_ms: ttftOf(span),
        ...usageOf(attributes),
      },
    }),
  };
};

export const providerOf = (attributes: JsonObject) =>
  text(attributes, 'gen_ai.provider.name', 'gen_ai.system', 'llm.vendor', 'llm.system');

const finishOf = (attributes: JsonObject) =>
  json(attributes, 'gen_ai.response.finish_reasons', 'gen_ai.response.finish_reason', 'llm.response.finish_reason');

/** What was asked for, by the names of the registry without what they have in common. */
const SETTINGS: Readonly<Record<string, readonly string[]>> = {
  temperature: ['gen_ai.request.temperature'],
  max_tokens: ['gen_ai.request.max_tokens', 'gen_ai.request.max_output_tokens', 'llm.request.max_tokens'],
  top_p: ['gen_ai.request.top_p'],
  top_k: ['gen_ai.request.top_k', 'llm.top_k'],
  frequency_penalty: ['gen_ai.request.frequency_penalty', 'llm.frequency_penalty'],
  presence_penalty: ['gen_ai.request.presence_penalty', 'llm.presence_penalty'],
  seed: ['gen_ai.request.seed', 'gen_ai.openai.request.seed'],
  choice_count: ['gen_ai.request.choice.count'],
  dimensions: ['gen_ai.embeddings.dimension.count'],
};

function settingsOf(attributes: JsonObject): JsonObject {
  const amounts = Object.entries(SETTINGS).map(([name, keys]) => [name, amount(attributes, ...keys)] as const);
  const others = [
    ['stop_sequences', json(attributes, 'gen_ai.request.stop_sequences', 'llm.chat.stop_sequences')],
    ['output_type', text(attributes, 'gen_ai.output.type', 'gen_ai.openai.request.response_format')],
    ['reasoning_effort', text(attributes, 'gen_ai.request.reasoning_effort', 'gen_ai.request.reasoning.level')],
    ['stream', flag(attributes, 'gen_ai.request.stream') ?? flag(attributes, 'llm.is_streaming')],
  ] as const;
  return Object.fromEntries([...amounts, ...others].filter(([, value]) => value !== undefined)) as JsonObject;
}

/** Their definitions are the same in every call of an agent, and long. */
export function toolNames(definitions: JsonValue | undefined): string[] | undefined {
  if (!Array.isArray(definitions)) return undefined;
  const declared = definitions.flatMap((tool) => {
    // Gemini's are in groups.
    const { functionDeclarations: group } = Object(tool) as JsonObject;
    return Array.isArray(group) ? group : [tool];
  });
  const names = declared.flatMap((tool) => {
    const { name, function: described } = Object(tool) as JsonObject;
    const found = name ?? (Object(described) as JsonObject).name;
    return typeof found === 'string' ? [found] : [];
  });
  return names.length > 0 ? names : undefined;
}

const MS = 1_000;

function ttftOf({ attributes }: SpanRecord): number | undefined {
  const seconds = amount(attributes, 'gen_ai.response.time_to_first_chunk', 'gen_ai.client.time_to_first_chunk');
  return seconds === undefined ? undefined : seconds * MS;
}
