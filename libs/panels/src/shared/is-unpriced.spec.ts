import { describe, expect, it } from '@jest/globals';
import { isUnpriced } from './is-unpriced.js';

describe('a call of a model', () => {
  it('is of unknown cost without one, unless it failed before it counted any token', () => {
    expect(isUnpriced({ cost_usd: 0.1 })).toBe(false);
    expect(isUnpriced({ input_tokens: 5 })).toBe(true);
    expect(isUnpriced({})).toBe(true);
    expect(isUnpriced({ error: 'cut off', input_tokens: 5 })).toBe(true);
    expect(isUnpriced({ error: 'overloaded' })).toBe(false);
  });
});
