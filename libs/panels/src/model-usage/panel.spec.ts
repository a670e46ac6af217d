import { eventOf, render, replay } from '@binnacle/plugin-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { ESCAPED_OUT, HOSTILE } from '../shared/panel-test.fixture.js';
import { modelUsage } from './panel.js';
import { ROWS_HELD } from './state.js';

const called = (model: string | null, input_tokens = 100, output_tokens = 10, cost_usd: number | null = null) =>
  eventOf('model:response', { payload: { model, input_tokens, output_tokens, cost_usd } });
const tables = (out: string) => out.match(/<table[\s\S]*?<\/table>/g) ?? [];
const html = (...events: ReturnType<typeof eventOf>[]) => render(modelUsage, replay(modelUsage, events));

describe('the models panel', () => {
  it('says what will come while there is nothing', () => {
    expect(html()).toContain('No model has answered yet');
  });

  it('adds up calls, tokens and cost by model, the dearest first, and in all', () => {
    const out = html(called('haiku', 1_000, 100, 0.01), called('opus', 2_000, 300, 0.5), called('opus', 1_000, 100, 1));
    expect(tables(out).map((one) => [...one.matchAll(/scope="row"[^>]*>([^<]+)</g)].map(([, name]) => name))).toEqual([
      ['opus', 'haiku', 'All'],
      ['no agent'],
    ]);
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

  it('adds up by agent too, first when asked to', () => {
    const of = (agentId: string | null, model: string, cost_usd: number | null = 0.1) =>
      eventOf('model:response', { agentId, payload: { model, input_tokens: 10, output_tokens: 1, cost_usd } });
    const events = [of('ada', 'opus'), of('ada', 'haiku'), of('bob', 'opus', null), of(null, 'opus')];
    const [byModel, byAgent] = tables(html(...events));
    expect(byModel).toMatch(/>Model<[\s\S]*opus<\/th><td class="number">3</);
    expect(byAgent).toMatch(/>Agent<[\s\S]*ada<\/th><td class="number">2<[\s\S]*\$0\.20/);
    expect(byAgent).toMatch(/no agent<\/th><td class="number">1</);
    expect(byAgent).toMatch(/bob<\/th>(?:<td[^>]*>\d+<\/td>){3}<td class="number"><span class="quiet">unknown</);
    const turned = render(modelUsage, replay(modelUsage, events, modelUsage.panel.initial({ by: 'agent' })));
    expect(tables(turned)).toEqual([byAgent, byModel]);
  });

  it('has no price for models past those it tells apart in one row', () => {
    const many = Array.from({ length: 30 }, (_, index) =>
      eventOf('model:response', { agentId: 'ada', payload: { model: `m-${index}`, input_tokens: 1 } }),
    );
    const [ada] = replay(modelUsage, many).rows.agent.values();
    expect(ada?.unpriced.length).toBeLessThanOrEqual(20);
    expect(ada?.unpriced.reduce((total, { calls }) => total + calls, 0)).toBe(30);
  });

  it('shortens large numbers', () => {
    expect(html(called('big', 12_345_678, 99_999))).toMatch(/12\.3M[\s\S]*99,999/);
  });

  it('holds the newest models and agents', () => {
    const many = Array.from({ length: ROWS_HELD + 5 }, (_, index) => ({
      ...called(`model-${index}`),
      agentId: `agent-${index}`,
    }));
    const { rows } = replay(modelUsage, many);
    expect([rows.model.size, rows.agent.size]).toEqual([ROWS_HELD, ROWS_HELD]);
    expect(html(...many).match(/and 88 more/g)).toHaveLength(2);
  });

  it('shows hostile text as text', () => {
    for (const text of HOSTILE) expect(html({ ...called(text), agentId: text })).not.toMatch(ESCAPED_OUT);
  });
});
