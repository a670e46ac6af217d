import { type EventDraft, EventTypes, type JsonObject } from '@binnacle/events';

/** Tokens of one call: all of the input and output, and what of it was cached or reasoning. */
export interface PricedTokens {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly reasoning: number;
}

/** What calls of models cost: the price book, bound by the composition root. */
export abstract class Pricing {
  /** Which list of prices it is. */
  abstract readonly version: string;
  /** US dollars; undefined when nobody told the model's price. */
  abstract cost(model: string, tokens: PricedTokens): number | undefined;
}

/**
 * A `model:response` whose sender told tokens and no cost gets the cost of its tokens, marked as computed and by which prices.
 * What the sender told stays; of a model that is not known nothing is said.
 */
export function priced(draft: EventDraft, pricing: Pricing | undefined): EventDraft {
  if (draft.type !== EventTypes.modelResponse || !pricing) return draft;
  const payload: JsonObject = draft.payload;
  const { model } = payload;
  if (payload.cost_usd != null || typeof model !== 'string') return draft;
  const tokens = tokensOf(payload);
  const usd = tokens && pricing.cost(model, tokens);
  if (usd === undefined) return draft;
  // To the billionth, as sums are kept.
  const cost = { cost_usd: Math.round(usd * 1e9) / 1e9, cost_basis: 'computed', price_list: pricing.version };
  return { ...draft, payload: { ...payload, ...cost } };
}

function tokensOf(payload: JsonObject): PricedTokens | undefined {
  const { input_tokens, output_tokens } = payload;
  if (typeof input_tokens !== 'number' && typeof output_tokens !== 'number') return undefined;
  const cacheRead = count(payload.cache_read_tokens);
  const cacheWrite = count(payload.cache_write_tokens);
  const reasoning = count(payload.reasoning_tokens);
  const [input, output] = [count(input_tokens), count(output_tokens)];
  // More cached than there is: they are counted beside the input, whatever the sender says.
  const isBeside = payload.cache_in_input === false || cacheRead + cacheWrite > input;
  return {
    input: isBeside ? input + cacheRead + cacheWrite : input,
    output: payload.reasoning_in_output === false ? output + reasoning : output,
    cacheRead,
    cacheWrite,
    reasoning,
  };
}

const count = (value: unknown): number => (typeof value === 'number' && value > 0 ? value : 0);
