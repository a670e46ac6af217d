import { eventOf, render, replay } from '@binnacle/plugin-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { ESCAPED_OUT, HOSTILE } from '../shared/panel-test.fixture.js';
import { modelUsage } from './panel.js';
import { MODELS_HELD } from './state.js';

const called = (model: string | null, input_tokens = 100, output_tokens = 10, cost_usd: number | null = null) =>
  eventOf('model:response', { payload: { model, input_tokens, output_tokens, cost_usd } });
const html = (...events: ReturnType<typeof eventOf>[]) => render(modelUsage, replay(modelUsage, events));

describe('the models panel', () => {
  it('says what will come while there is nothing', () => {
    expect(html()).toContain('No model has answered yet');
  });

  it('adds up calls, tokens and cost by model, the dearest first, and in all', () => {
    const out = html(called('haiku', 1_000, 100, 0.01), called('opus', 2_000, 300, 0.5), called('opus', 1_000, 100, 1));
    expect([...out.matchAll(/scope="row">([^<]+)</g)].map(([, name]) => name)).toEqual(['opus', 'haiku', 'All']);
    expect(out).toMatch(/opus<\/th>.*?>2<.*?>3,000<.*?>400<.*?\$1\.50/);
    expect(out).toMatch(/All<\/th>.*?>3<.*?>4,000<.*?>500<.*?\$1\.51/);
    expect(out).toContain('aria-label="99 %"');
  });

  it('never takes an unknown cost for nothing', () => {
    expect(html(called('local'))).toMatch(/local[\s\S]*unknown/);
    expect(html(called('mixed', 1, 1, 0.25), called('mixed'))).toMatch(/1 calls told no cost">≥ \$0\.25/);
    expect(html(called('free', 1, 1, 0))).toContain('$0.00');
  });

  it('shortens large numbers', () => {
    expect(html(called('big', 12_345_678, 99_999))).toMatch(/12\.3M[\s\S]*99,999/);
  });

  it('holds the newest models', () => {
    const many = Array.from({ length: MODELS_HELD + 5 }, (_, index) => called(`model-${index}`));
    expect(replay(modelUsage, many).models.size).toBe(MODELS_HELD);
    expect(html(...many)).toContain('and 88 more');
  });

  it('shows hostile text as text', () => {
    for (const text of HOSTILE) expect(html(called(text))).not.toMatch(ESCAPED_OUT);
  });
});
