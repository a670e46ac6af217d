import type { JsonObject } from '@binnacle/plugin-kit';
import { amount, known } from '../reading/attributes.js';

/** Anthropic counts cached tokens beside the input tokens, others within them. */
export const usageOf = (attributes: JsonObject): JsonObject =>
  known({
    input_tokens: amount(attributes, 'input_tokens'),
    output_tokens: amount(attributes, 'output_tokens'),
    cache_read_tokens: amount(attributes, 'cache_read_tokens'),
    cache_write_tokens: amount(attributes, 'cache_creation_tokens'),
    cache_in_input: false,
    cost_usd: amount(attributes, 'cost_usd'),
  });
