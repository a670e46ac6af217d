import type { JsonObject, JsonValue } from '@binnacle/plugin-kit';
import { amount, known } from '../reading/attributes.js';

/** Tokens by the names of the current convention, the one before, and what instrumentations made of them. */
const COUNTS = {
  input_tokens: ['gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens', 'llm.usage.prompt_tokens'],
  output_tokens: ['gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens', 'llm.usage.completion_tokens'],
  cache_read_tokens: [
    'gen_ai.usage.cache_read.input_tokens',
    'gen_ai.usage.cache_read_input_tokens',
    'gen_ai.usage.input_tokens.cached',
    'gen_ai.usage.details.cache_read_tokens',
  ],
  cache_write_tokens: [
    'gen_ai.usage.cache_creation.input_tokens',
    'gen_ai.usage.cache_creation_input_tokens',
    'gen_ai.usage.details.cache_write_tokens',
  ],
  reasoning_tokens: [
    'gen_ai.usage.reasoning.output_tokens',
    'gen_ai.usage.output_tokens.reasoning',
    'gen_ai.usage.reasoning_tokens',
    'gen_ai.usage.details.reasoning_tokens',
  ],
} as const;

/** Cached and reasoning tokens are part of the input and output ones. */
export const usageOf = (attributes: JsonObject): JsonObject =>
  known({
    ...Object.fromEntries(
      Object.entries(COUNTS).map(([field, keys]): [string, JsonValue | undefined] => [
        field,
        amount(attributes, ...keys),
      ]),
    ),
    cost_usd: amount(attributes, 'gen_ai.usage.cost', 'gen_ai.usage.cost_usd', 'operation.cost'),
  });
