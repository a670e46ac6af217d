import { describe, expect, it } from '@jest/globals';
import { weigh } from './state-weight.js';

const BUDGET = 1_000_000;

describe('the weight of a state', () => {
  it.each<[string, unknown, number]>([
    ['a number', 7, 1],
    ['an object', { a: 1, b: 'two' }, 3],
    ['nested lists', [[1], [2, 3]], 6],
    ['a map', new Map([['a', { n: 1 }]]), 4],
    ['a set', new Set([1, 2]), 3],
    [
      'an instance',
      new (class Sum {
        total = 3;
      })(),
      2,
    ],
    ['nothing', undefined, 1],
  ])('counts the values of %s', (_, value, values) => {
    expect(weigh(value, BUDGET).values).toBe(values);
  });

  it('counts text by its length, and buffers by theirs', () => {
    expect(weigh('x'.repeat(5_000), BUDGET).bytes).toBeGreaterThanOrEqual(5_000);
    expect(weigh(new Float64Array(1_000), BUDGET).bytes).toBeGreaterThanOrEqual(8_000);
  });

  it('counts once what is held twice, and ends when a state holds itself', () => {
    const shared = Array.from({ length: 1_000 }, (_, n) => n);
    expect(weigh([shared, shared], BUDGET).values).toBeLessThan(1_010);
    const circle: { self?: unknown } = {};
    circle.self = circle;
    expect(weigh(circle, BUDGET).values).toBe(2);
  });

  it('stops past the budget, however much there is', () => {
    const endless = { *[Symbol.iterator]() {} };
    expect(weigh(endless, BUDGET).values).toBe(1);
    const much = Array.from({ length: 500_000 }, () => ({}));
    const { bytes, values } = weigh(much, BUDGET);
    expect(bytes).toBeGreaterThan(BUDGET);
    expect(values).toBeLessThan(BUDGET / 40 + 2);
  });
});
