import { eventOf, render, replay } from '@binnacle/plugin-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { ESCAPED_OUT, HOSTILE, rowsOf } from '../shared/panel-test.fixture.js';
import { results } from './panel.js';
import { RESULTS_KEPT } from './state.js';

describe('the results panel', () => {
  it('keeps the newest fifty, the newest on top', () => {
    const events = Array.from({ length: 80 }, (_, index) =>
      eventOf('agent:completed', { agentId: 'a', payload: { result: `result ${index}` } }),
    );
    const rows = rowsOf(render(results, replay(results, events)));
    expect(rows).toHaveLength(RESULTS_KEPT);
    expect(rows[0]).toContain('result 79');
  });

  it('shows what came of it: text, a field that says most, or JSON; and errors of failures', () => {
    const text = (type: string, payload: Record<string, unknown>) =>
      replay(results, [eventOf(type, { payload: payload as never })]).results.toArray()[0]?.text;
    expect(text('agent:completed', { result: 'plain' })).toBe('plain');
    expect(text('agent:completed', { result: { summary: 'short' } })).toBe('short');
    expect(text('agent:completed', { result: [1, 2] })).toBe('[1,2]');
    expect(text('agent:failed', { error: { message: 'boom' } })).toBe('boom');
    expect(text('agent:completed', {})).toBe('');
  });

  it('tells what is new so that the screen ends as the whole view would', () => {
    const events = (count: number) =>
      Array.from({ length: count }, () => eventOf('agent:failed', { payload: { error: 'x' } }));
    const before = replay(results, events(45));
    const after = replay(results, events(20), before);
    const delta = results.panel.delta?.(before, after);
    const screen = [...rowsOf(String(delta?.prepend)), ...rowsOf(render(results, before))].slice(0, delta?.keep);
    expect(screen).toEqual(rowsOf(render(results, after)));
    expect(results.panel.delta?.(replay(results, []), after)).toBeUndefined();
  });

  it('shows hostile text as text', () => {
    for (const text of HOSTILE) {
      const out = render(
        results,
        replay(results, [eventOf('agent:completed', { agentId: text, payload: { result: text } })]),
      );
      expect(out).not.toMatch(ESCAPED_OUT);
    }
  });
});
