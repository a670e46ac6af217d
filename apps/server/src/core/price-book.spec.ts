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
    'claude-sonnet-4-5[1m]',
    'claude-sonnet-4-5-20250929[1m]',
  ])('knows %s by the name of its model', (model) => {
    expect(prices.cost(model, { input: M, output: 0 })).toBeCloseTo(3);
  });

  it('says nothing of a model that is not listed, however like one that is', () => {
    for (const model of ['claude-sonnet-9', 'gpt-4o-super', 'my-own', '']) {
      expect(prices.cost(model, { input: M, output: M })).toBeUndefined();
    }
  });

  it('takes the price of long prompts for the whole request, counting what was cached', () => {
    const haiku = (input: number, cacheRead = 0) =>
      prices.cost('claude-haiku-5-5', { input, output: 10_000, cacheRead });
    expect(haiku(100_000)).toBeCloseTo(0.1 * 0.1 + 0.01 * 0.5);
    expect(haiku(100_001)).toBeCloseTo(0.1 * 0.5 + 0.01 * 2.5, 5);
    expect(haiku(110_000, 100_000)).toBeCloseTo(0.01 * 0.5 + 0.1 * 0.05 + 0.01 * 2.5);
    expect(prices.cost('gpt-6.2-sol', { input: M, output: M, cacheRead: M / 2 })).toBeCloseTo(2 + 0.1 + 15);
    const own = new ListedPrices({ m: { input: 1, output: 1, long: { above: 10, input: 5, output: 7 } } });
    expect(own.cost('m', { input: M, output: M })).toBe(12);
  });

  it('takes an announced price from its first day', () => {
    const on = (day: string) => new ListedPrices({}, () => day).cost('gemini-4-argon', { input: M, output: M });
    expect([on('2026-11-30'), on('2026-12-01'), on('2027-06-01')]).toEqual([12, 24, 24]);
  });

  it.each(Object.entries(PRICE_LIST.models))('has a sane price of %s', (_, price) => {
    for (const rates of [price, price.long, price.next]) {
      if (!rates) continue;
      expect(rates.output === 0 || rates.output >= rates.input).toBe(true);
      expect(rates.cache_read ?? 0).toBeLessThanOrEqual(rates.input);
      expect(rates.cache_write ?? rates.input).toBeGreaterThanOrEqual(rates.input);
    }
    expect(price.long?.input ?? price.input).toBeGreaterThanOrEqual(price.input);
    if (price.next) expect(price.next.day > PRICE_LIST.date).toBe(true);
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
    ['{"m":{"input":1,"output":2,"long":{"input":1,"output":2}}}', /"m", `long` needs `above`/],
    ['{"m":{"input":1,"output":2,"long":{"above":9,"input":1}}}', /"m", `long` needs `input`/],
    ['{"m":{"input":1,"output":2,"long":null}}', /"m", `long` needs `above`/],
    ['{"m":{"input":1,"output":2,"next":{"day":"soon","input":1,"output":2}}}', /"m", `next` needs `day`/],
    ['{"m":{"input":1,"output":2,"next":{"day":"2027-01-01","input":1}}}', /"m", `next` needs `input`/],
    ['{"m":null}', /needs `input` and `output`/],
    ['[]', /no JSON object/],
  ])('refuses the file %s', (text, why) => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'prices-')), 'prices.json');
    writeFileSync(file, text);
    expect(() => readPrices(file)).toThrow(why);
  });
});
