import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ListedPrices, readPrices } from './price-book.js';
import { PRICE_LIST } from './prices.js';

const M = 1_000_000;

describe('the price book', () => {
  const prices = new ListedPrices();

  it('prices cached, written and reasoning tokens apart from the rest', () => {
    expect(prices.cost('claude-sonnet-4-5', { input: 2 * M, output: M, cacheRead: M })).toBeCloseTo(3 + 0.3 + 15);
    expect(prices.cost('claude-sonnet-4-5', { input: M, output: 0, cacheWrite: M })).toBeCloseTo(3.75);
    const own = new ListedPrices({ thinker: { input: 1, output: 2, reasoning: 10 } });
    expect(own.cost('thinker', { input: 0, output: 2 * M, reasoning: M })).toBeCloseTo(12);
  });

  it.each([
    'claude-sonnet-4-5-20250929',
    'anthropic/claude-sonnet-4-5',
    'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    'claude-sonnet-4-5-latest',
  ])('knows %s by the name of its model', (model) => {
    expect(prices.cost(model, { input: M, output: 0 })).toBeCloseTo(3);
  });

  it('says nothing of a model that is not listed, however like one that is', () => {
    for (const model of ['claude-sonnet-9', 'gpt-4o-super', 'my-own', '']) {
      expect(prices.cost(model, { input: M, output: M })).toBeUndefined();
    }
  });

  it('says which list it is, and whether an installation has its own', () => {
    expect(prices.version).toBe(PRICE_LIST.date);
    expect(PRICE_LIST.date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(new ListedPrices({ 'gpt-4o': { input: 1, output: 1 } }).version).toBe(`${PRICE_LIST.date}+own`);
    expect(new ListedPrices({ 'gpt-4o': { input: 1, output: 1 } }).cost('gpt-4o', { input: M, output: 0 })).toBe(1);
  });

  it.each([
    ['{"m":{"input":1}}', /needs `input` and `output`/],
    ['{"m":{"input":1,"output":2,"cache_read":"x"}}', /`cache_read` must be a number/],
    ['[]', /no JSON object/],
  ])('refuses the file %s', (text, why) => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'prices-')), 'prices.json');
    writeFileSync(file, text);
    expect(() => readPrices(file)).toThrow(why);
  });
});
