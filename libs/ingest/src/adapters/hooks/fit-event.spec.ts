import { DEFAULT_LIMITS, DEFAULT_PROJECT, parseEvent } from '@binnacle/events';
import { describe, expect, it } from '@jest/globals';
import { fitEvent } from './fit-event.js';

const nested = (depth: number): unknown => (depth === 0 ? 'bottom' : { in: nested(depth - 1) });

describe('fitEvent', () => {
  it('leaves an event within the limits as it is', () => {
    const event = { type: 'tool:completed', payload: { tool_name: 'Read', output: 'short' } };
    expect(fitEvent(event)).toBe(event);
  });

  it.each([
    ['a tool that read two megabytes', { tool_name: 'Read', output: 'ä'.repeat(1_000_000) }],
    [
      'a hundred thousand values',
      { tool_name: 'Read', output: Array.from({ length: 100_000 }, (_, i) => `line ${i}`) },
    ],
    ['a hundred levels', { tool_name: 'Read', output: nested(100) }],
  ])('brings %s within them', (_, payload) => {
    const fitted = fitEvent({ type: 'tool:completed', payload: payload as never });
    expect(Buffer.byteLength(JSON.stringify(fitted))).toBeLessThan(DEFAULT_LIMITS.eventBytes);
    expect(() =>
      parseEvent(fitted, { project: DEFAULT_PROJECT, receivedAt: '2026-01-01T00:00:00.000Z' }),
    ).not.toThrow();
    expect(JSON.stringify(fitted)).toMatch(/cut, \d+ characters|bottom/);
  });
});
