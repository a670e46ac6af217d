import { eventOf, render, replay } from '@binnacle/plugin-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { ESCAPED_OUT, HOSTILE } from '../shared/panel-test.fixture.js';
import { eventRate } from './panel.js';
import { MINUTES } from './state.js';

const at = (minute: number, type = 'tool:called') => ({
  ...eventOf(type),
  receivedAt: new Date(Date.UTC(2026, 0, 5, 10, minute, 30)).toISOString(),
});
const html = (...events: ReturnType<typeof eventOf>[]) => render(eventRate, replay(eventRate, events));

describe('the event rate panel', () => {
  it('says what will come while there is nothing', () => {
    expect(html()).toContain('No events yet');
  });

  it('counts by minute of arrival and category', () => {
    const state = replay(eventRate, [at(0), at(0, 'agent:started'), at(1), at(1), at(0, 'model:response')]);
    expect(state.minutes.map(({ counts }) => counts)).toEqual([{ tool: 1, agent: 1, model: 1 }, { tool: 2 }]);
    expect(render(eventRate, state)).toMatch(/5 in all, at most 3 in one/);
    expect(render(eventRate, state)).toMatch(/is-tool"><span>tool<\/span> 3</);
  });

  it('holds an hour, and leaves out what is older than that', () => {
    const state = replay(
      eventRate,
      Array.from({ length: 200 }, (_, minute) => at(minute)),
    );
    expect(state.minutes).toHaveLength(MINUTES);
    expect(replay(eventRate, [at(1)], state)).toEqual(state);
    expect(render(eventRate, state).match(/<g>/g)).toHaveLength(MINUTES);
    // An hour and more of silence: only the new minute is left.
    expect(html(at(0), at(200)).match(/<g>/g)).toHaveLength(1);
  });

  it('draws categories of plugins as one, and nothing outside the chart', () => {
    const out = html(at(0, 'acme:done'), at(0, 'deploy:done'), ...Array.from({ length: 500 }, () => at(0)));
    expect(out).toMatch(/is-other"><span>other<\/span> 2</);
    for (const [, y] of out.matchAll(/ y="([\d.-]+)"/g)) expect(Number(y)).toBeGreaterThanOrEqual(0);
  });

  it('shows hostile text as text', () => {
    for (const text of HOSTILE) expect(html({ ...at(0), category: text })).not.toMatch(ESCAPED_OUT);
  });
});
