import { eventOf, render, replay } from '@binnacle/plugin-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { ESCAPED_OUT, HOSTILE } from '../shared/panel-test.fixture.js';
import { toolLatency } from './panel.js';
import { percentile, TOOLS_HELD } from './state.js';

const ended = (tool_name: string | null, duration_ms: number | null = null, type = 'tool:completed') =>
  eventOf(type, { payload: { tool_name, duration_ms } });
const html = (...events: ReturnType<typeof eventOf>[]) => render(toolLatency, replay(toolLatency, events));

describe('the tools panel', () => {
  it('says what will come while there is nothing', () => {
    expect(html()).toContain('No tool has ended yet');
  });

  it.each([
    [0.5, 500],
    [0.95, 950],
    [1, 1_000],
  ])('tells the %d percentile to within a tenth of a slot', (share, exact) => {
    const state = replay(
      toolLatency,
      Array.from({ length: 1_000 }, (_, index) => ended('bash', index + 1)),
    );
    const tool = state.tools.get('bash');
    const told = tool ? percentile(tool, share) : undefined;
    expect(Math.abs((told ?? 0) / exact - 1)).toBeLessThan(0.06);
  });

  it('counts calls and failures by tool, the most used first', () => {
    const out = html(
      ended('grep', 10),
      ended('bash', 20),
      ended('bash', 20, 'tool:failed'),
      ended('bash'),
      ended(null),
    );
    expect([...out.matchAll(/scope="row">([^<]+)</g)].map(([, name]) => name)).toEqual(['bash', 'grep', 'unknown']);
    expect(out).toMatch(/bash<\/th><td class="number">3<\/td><td class="number is-bad">33 %/);
    expect(out).toMatch(/unknown<\/th>.*?–.*?–.*?–/);
  });

  it('draws durations of every size inside its chart', () => {
    const out = html(...[0, 0.2, 1, 600_000, 1e12].map((ms) => ended('bash', ms)));
    for (const [, x] of out.matchAll(/ x="([\d.-]+)"/g)) {
      expect(Number(x)).toBeGreaterThanOrEqual(0);
      expect(Number(x)).toBeLessThan(120);
    }
  });

  it('holds the newest tools and lists those used most', () => {
    const many = Array.from({ length: TOOLS_HELD + 40 }, (_, index) => ended(`tool-${index}`, 5));
    expect(replay(toolLatency, many).tools.size).toBe(TOOLS_HELD);
    expect(html(...many)).toContain('more with fewer calls');
  });

  it('shows hostile text as text', () => {
    for (const text of HOSTILE) expect(html(ended(text, 5))).not.toMatch(ESCAPED_OUT);
  });
});
