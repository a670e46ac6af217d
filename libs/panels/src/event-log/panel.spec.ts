import { inspect } from 'node:util';
import { eventOf, render, replay } from '@binnacle/plugin-kit/testing';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ESCAPED_OUT, HOSTILE, rowsOf } from '../shared/panel-test.fixture.js';
import { eventLog } from './panel.js';
import { LOG_ROWS } from './state.js';

const html = (events: Parameters<typeof replay>[1]) => render(eventLog, replay(eventLog, events));

describe('the event log', () => {
  it('says what will come while there is nothing', () => {
    expect(html([])).toContain('No events yet');
  });

  it('shows the newest first and keeps two hundred', () => {
    const events = Array.from({ length: 10_000 }, (_, index) =>
      eventOf('tool:called', { payload: { tool_name: `step-${index}` } }),
    );
    const rows = rowsOf(html(events));
    expect(rows).toHaveLength(LOG_ROWS);
    expect(rows[0]).toContain('step-9999');
    expect(rows.at(-1)).toContain('step-9800');
  });

  it('leaves out what is only kept so that nothing is lost', () => {
    const raw = eventOf('raw:hook', { payload: { hook: 'BrandNew', hidden: true } as never });
    expect(html([raw])).toContain('No events yet');
    expect(rowsOf(html([raw, eventOf('tool:called', { payload: { tool_name: 'seen' } })]))).toHaveLength(1);
  });

  it.each([
    ['tool:called', { tool_name: 'grep', input: { pattern: 'x' } }, 'grep · {"pattern":"x"}'],
    ['tool:failed', { tool_name: 'read', error: { message: 'ENOENT' }, duration_ms: 1_250 }, 'read · ENOENT · 1.3 s'],
    [
      'model:response',
      { model: 'm-1', input_tokens: 1_200, output_tokens: 34, cost_usd: 0.01 },
      'm-1 · 1,200 in · 34 out · $0.0100',
    ],
    ['agent:blocked', { question: 'Which\nformat?' }, 'Which format?'],
    ['agent:resumed', { question: 'Which?', answer: 'csv' }, 'Which? · → csv'],
    ['agent:completed', { result: { text: 'done' } }, 'done'],
    ['graph:progress', { completed: 1, total: 4, label: 'linking' }, 'linking · 1 of 4'],
    ['user:message', { text: 'hello' }, 'hello'],
    ['deploy:finished', { version: '1.2' }, '{"version":"1.2"}'],
  ])('sums up %s in one line', (type, payload, line) => {
    const state = replay(eventLog, [eventOf(type, { payload: payload as never })]);
    expect(state.rows.toArray()[0]?.summary).toBe(line);
  });

  it('shows hostile text as text in every field', () => {
    for (const text of HOSTILE) {
      const out = html([
        eventOf('tool:failed', { agentId: text, payload: { tool_name: text, error: text, [text]: text } as never }),
      ]);
      expect(out).not.toMatch(ESCAPED_OUT);
    }
  });

  it('stays light: two hundred rows of big payloads are some hundred kilobytes', () => {
    const big = { output: 'x'.repeat(500_000) };
    const events = Array.from({ length: LOG_ROWS }, () => eventOf('tool:completed', { payload: big }));
    expect(html(events).length).toBeLessThan(300_000);
  });

  it('keeps a small payload until its row is shown, a big one never', () => {
    const of = (output: string) =>
      inspect(replay(eventLog, [eventOf('tool:completed', { payload: { output } })]), {
        depth: 9,
        maxStringLength: null,
      });
    expect(of('a small one')).toContain('payload:');
    expect(of('x'.repeat(5_000))).not.toContain('payload:');
    expect(of('x'.repeat(5_000)).length).toBeLessThan(2_000);
  });

  it('tells what is new so that the screen ends as the whole view would', () => {
    const size = fc.integer({ min: 0, max: 120 });
    fc.assert(
      fc.property(size, fc.array(size, { maxLength: 4 }), (first, batches) => {
        let state = replay(
          eventLog,
          Array.from({ length: first }, () => eventOf('a:b')),
        );
        let screen = rowsOf(render(eventLog, state));
        for (const count of batches) {
          const next = replay(
            eventLog,
            Array.from({ length: count }, () => eventOf('a:b')),
            state,
          );
          const delta = eventLog.panel.delta?.(state, next);
          const whole = rowsOf(render(eventLog, next));
          screen = delta ? [...rowsOf(delta.prepend.toString()), ...screen].slice(0, delta.keep) : whole;
          expect(screen).toEqual(whole);
          state = next;
        }
      }),
      { numRuns: 30 },
    );
  });
});
