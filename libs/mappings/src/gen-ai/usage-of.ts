import { isJsonObject, type JsonObject, type JsonValue } from '@binnacle/plugin-kit';
import { amount, known } from '../reading/attributes.js';

/** Tokens by the names of the current convention, the ones before, and what instrumentations made of them. */
const COUNTS = {
  input_tokens: [
    'gen_ai.usage.input_tokens',
    'gen_ai.usage.prompt_tokens',
    'gen_ai.response.prompt_tokens',
    'gen_ai.aggregated_usage.input_tokens',
    'llm.usage.prompt_tokens',
  ],
  output_tokens: [
    'gen_ai.usage.output_tokens',
    'gen_ai.usage.completion_tokens',
    'gen_ai.response.completion_tokens',
    'gen_ai.aggregated_usage.output_tokens',
    'llm.usage.completion_tokens',
  ],
  cache_read_tokens: [
    'gen_ai.usage.cache_read.input_tokens',
    'gen_ai.usage.cache_read_input_tokens',
    'gen_ai.usage.cached_input_tokens',
    'gen_ai.usage.cache_read_tokens',
    'gen_ai.usage.cached_tokens',
    'gen_ai.usage.input_tokens.cached',
    'gen_ai.usage.details.cache_read_tokens',
    'gen_ai.usage.details.cached_tokens',
    'llm.usage.cache_read_input_tokens',
  ],
  cache_write_tokens: [
    'gen_ai.usage.cache_creation.input_tokens',
    'gen_ai.usage.cache_creation_input_tokens',
    'gen_ai.usage.cache_write_input_tokens',
    'gen_ai.usage.cache_write_tokens',
    'gen_ai.usage.cache_write.input_tokens',
    'gen_ai.usage.details.cache_write_tokens',
    'llm.usage.cache_creation_input_tokens',
  ],
  reasoning_tokens: [
    'gen_ai.usage.reasoning.output_tokens',
    'gen_ai.usage.output_tokens.reasoning',
    'gen_ai.usage.reasoning_tokens',
    'gen_ai.usage.reasoning_output_tokens',
    'gen_ai.usage.details.reasoning_tokens',
    'llm.usage.reasoning_tokens',
  ],
  total_tokens: ['gen_ai.usage.total_tokens', 'llm.usage.total_tokens'],
  cost_usd: [
    'gen_ai.usage.cost',
    'gen_ai.usage.cost_usd',
    'gen_ai.usage.total_cost',
    'gen_ai.cost.total_cost',
    'operation.cost',
    'llm.usage.cost',
  ],
} as const;

/** Of cached and reasoning tokens the conventions say that they are part of the input and output ones. */
export function usageOf(attributes: JsonObject): JsonObject {
  const counts = Object.entries(COUNTS).map(([field, keys]): [string, JsonValue | undefined] => [
    field,
    amount(attributes, ...keys),
  ]);
  const usage = known(Object.fromEntries(counts));
  // The total says nothing beside its parts.
  const { total_tokens: _, ...parts } = usage;
  return usage.input_tokens === undefined && usage.output_tokens === undefined ? usage : parts;
}

/** As a vendor's own usage object has them: Responses, Chat Completions, Messages. */
export function usageOfObject(given: JsonValue | undefined): JsonObject {
  if (!isJsonObject(given)) return {};
  const input = objectOf(given.input_tokens_details ?? given.prompt_tokens_details ?? given.input_token_details);
  const output = objectOf(given.output_tokens_details ?? given.completion_tokens_details ?? given.output_token_details);
  return known({
    'gen_ai.usage.input_tokens': amount(given, 'input_tokens', 'prompt_tokens', 'inputTokens', 'promptTokens'),
    'gen_ai.usage.output_tokens': amount(
      given,
      'output_tokens',
      'completion_tokens',
      'outputTokens',
      'completionTokens',
    ),
    'gen_ai.usage.cache_read.input_tokens':
      amount(input, 'cached_tokens', 'cache_read') ?? amount(given, 'cache_read_input_tokens', 'cachedInputTokens'),
    'gen_ai.usage.cache_creation.input_tokens':
      amount(input, 'cache_creation', 'cache_write_tokens') ?? amount(given, 'cache_creation_input_tokens'),
    'gen_ai.usage.reasoning.output_tokens':
      amount(output, 'reasoning_tokens', 'reasoning') ?? amount(given, 'reasoningTokens'),
  });
}

const objectOf = (value: unknown): JsonObject => (isJsonObject(value) ? value : {});
