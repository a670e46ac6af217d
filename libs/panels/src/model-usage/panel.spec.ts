import { eventOf, render, replay } from '@binnacle/plugin-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { ESCAPED_OUT, HOSTILE } from '../shared/panel-test.fixture.js';
import { modelUsage } from './panel.js';
import { ROWS_HELD } from './state.js';

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

  it('takes list prices where events told none, and says so', () => {
    const prices = { cost: (model: string) => (model === 'listed' ? 0.5 : undefined) };
    const state = replay(modelUsage, [called('listed'), called('listed', 1, 1, 0.25), called('unlisted')]);
    const out = render(modelUsage, state, prices);
    expect(out).toMatch(/listed<\/th>[\s\S]*?≈ \$0\.75/);
    expect(out).toMatch(/unlisted<\/th>[\s\S]*?unknown/);
    expect(out).toMatch(/All<\/th>[\s\S]*?≥ \$0\.75/);
  });

  it('adds up by agent when asked to', () => {
    const of = (agentId: string | null, model: string) =>
      eventOf('model:response', { agentId, payload: { model, input_tokens: 10, output_tokens: 1, cost_usd: 0.1 } });
    const events = [of('ada', 'opus'), of('ada', 'haiku'), of('bob', 'opus'), of(null, 'opus')];
    const state = replay(modelUsage, events, modelUsage.panel.initial({ by: 'agent' }));
    expect([...state.rows.values()].map(({ name, calls }) => [name, calls])).toEqual([
      ['ada', 2],
      ['bob', 1],
      ['no agent', 1],
    ]);
    expect(render(modelUsage, state)).toContain('>Agent</th>');
  });

  it('has no price for models past those it tells apart in one row', () => {
    const many = Array.from({ length: 30 }, (_, index) =>
      eventOf('model:response', { agentId: 'ada', payload: { model: `m-${index}`, input_tokens: 1 } }),
    );
    const { rows } = replay(modelUsage, many, modelUsage.panel.initial({ by: 'agent' }));
    const [ada] = rows.values();
    expect(ada?.unpriced.length).toBeLessThanOrEqual(20);
    expect(ada?.unpriced.reduce((total, { calls }) => total + calls, 0)).toBe(30);
  });

  it('shortens large numbers', () => {
    expect(html(called('big', 12_345_678, 99_999))).toMatch(/12\.3M[\s\S]*99,999/);
  });

  it('holds the newest models', () => {
    const many = Array.from({ length: ROWS_HELD + 5 }, (_, index) => called(`model-${index}`));
    expect(replay(modelUsage, many).rows.size).toBe(ROWS_HELD);
    expect(html(...many)).toContain('and 88 more');
  });

  it('shows hostile text as text', () => {
    for (const text of HOSTILE) expect(html(called(text))).not.toMatch(ESCAPED_OUT);
  });
});
