import { type EventDraft, type JsonObject, parseEvent } from '@binnacle/events';
import { describe, expect, it } from '@jest/globals';
import { Pricing, priced } from './pricing.js';

/** A dollar for each token, ten for each that was cached. */
class Plain extends Pricing {
  override readonly version = 'test';
  override cost(model: string, { input, output, cacheRead, cacheWrite }: Parameters<Pricing['cost']>[1]) {
    return model === 'known' ? input + output + 9 * (cacheRead + cacheWrite) : undefined;
  }
}

const draft = (payload: JsonObject, type = 'model:response'): EventDraft =>
  parseEvent({ id: 'e', type, payload }, { project: 'p', receivedAt: '2026-11-27T00:00:00.000Z' });
const costOf = (payload: JsonObject) => priced(draft({ model: 'known', ...payload }), new Plain()).payload;

describe('the cost of a model call', () => {
  it('is computed where the sender told none, and says so', () => {
    expect(costOf({ input_tokens: 3, output_tokens: 4 })).toMatchObject({
      cost_usd: 7,
      cost_basis: 'computed',
      price_list: 'test',
    });
  });

  it('is what the sender told, also when that is nothing', () => {
    for (const cost_usd of [0, 0.5]) {
      const payload = { input_tokens: 3, cost_usd };
      expect(costOf(payload)).toEqual({ model: 'known', ...payload });
    }
  });

  it.each([
    ['of a model nobody knows', { model: 'other', input_tokens: 3 }],
    ['of no model', { model: null, input_tokens: 3 }],
    ['of tokens nobody told', {}],
  ])('is not told %s', (_, payload) => {
    expect(costOf(payload)).not.toHaveProperty('cost_usd');
  });

  it('counts cached tokens within the input, or beside it where the sender says so or it must be', () => {
    expect(costOf({ input_tokens: 10, cache_read_tokens: 4 })).toMatchObject({ cost_usd: 10 + 36 });
    expect(costOf({ input_tokens: 10, cache_read_tokens: 4, cache_in_input: false })).toMatchObject({
      cost_usd: 14 + 36,
    });
    expect(costOf({ input_tokens: 2, cache_read_tokens: 4 })).toMatchObject({ cost_usd: 6 + 36 });
  });

  it('is of answers alone', () => {
    const request = draft({ model: 'known', input_tokens: 3 }, 'model:request');
    expect(priced(request, new Plain())).toBe(request);
  });
});
