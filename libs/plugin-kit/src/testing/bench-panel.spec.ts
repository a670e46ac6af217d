import { describe, expect, it } from '@jest/globals';
import { definePanel } from '../define-panel.js';
import { html } from '../html.js';
import { benchPanel } from './bench-panel.js';
import { Timeline } from './timeline.js';

const spin = (ms: number) => {
  for (const until = performance.now() + ms; performance.now() < until; );
};
const seen = new Set<object>();
const panel = definePanel({
  id: 'slow',
  version: 1,
  title: 'Slow',
  initial: () => ({ count: 0 }),
  on: {
    'tool:called': ({ count }) => {
      spin(0.05);
      return { count: count + 1 };
    },
  },
  view: (state) => {
    spin(seen.has(state) ? 0 : 0.5);
    seen.add(state);
    return html`<p>${state.count} ü</p>`;
  },
});

function calls(count: number) {
  const timeline = new Timeline();
  for (let call = 0; call < count; call++) timeline.toolCall();
  return timeline.events;
}

describe('benchPanel', () => {
  it('measures fold and view, each view of a state not seen before', () => {
    const figures = benchPanel(panel, { events: calls(10), renders: 5, rounds: 3 });
    // Half of the events are calls.
    expect(figures.nsPerEvent).toBeGreaterThanOrEqual(25_000);
    expect(figures.usPerView).toBeGreaterThanOrEqual(500);
    expect(figures.htmlBytes).toBe(Buffer.byteLength('<p>10 ü</p>'));
    expect(figures.stateBytes).toBeGreaterThan(0);
  });

  it('has no size for a state that holds functions', () => {
    const odd = definePanel({
      ...panel.panel,
      initial: () => ({ count: 0, f: () => 1 }),
      on: { '*': (state) => state },
    });
    expect(benchPanel(odd, { events: calls(1), renders: 1, rounds: 1 }).stateBytes).toBeUndefined();
  });

  it('refuses to measure nothing', () => {
    expect(() => benchPanel(panel, { events: [] })).toThrow(/invalid_plugin: .*at least one event/);
  });
});
