import { describe, expect, it } from '@jest/globals';
import { BYTES_PER_VALUE, weigh } from './state-weight.js';

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
    expect(Math.floor(weigh(value, BUDGET) / BYTES_PER_VALUE)).toBe(values);
  });

  it('counts text by its length, and buffers by theirs', () => {
    expect(weigh('x'.repeat(5_000), BUDGET)).toBeGreaterThanOrEqual(5_000);
    expect(weigh(new Float64Array(1_000), BUDGET)).toBeGreaterThanOrEqual(8_000);
  });

  it('counts once what is held twice, and ends when a state holds itself', () => {
    const shared = Array.from({ length: 1_000 }, (_, n) => n);
    expect(weigh([shared, shared], BUDGET)).toBeLessThan(1_010 * BYTES_PER_VALUE);
    const circle: { self?: unknown } = {};
    circle.self = circle;
    expect(weigh(circle, BUDGET)).toBe(2 * BYTES_PER_VALUE);
  });

  it('stops past the budget, however much there is', () => {
    const much = Array.from({ length: 500_000 }, () => ({}));
    const bytes = weigh(much, BUDGET);
    expect(bytes).toBeGreaterThan(BUDGET);
    expect(bytes).toBeLessThan(BUDGET + 2 * BYTES_PER_VALUE);
  });
});
