import { describe, expect, it } from '@jest/globals';
import { alignedRange, stepFor } from './steps.js';

const at = (text: string) => Date.parse(text);

describe('the step of a chart', () => {
  it.each([
    ['2026-05-10T12:00Z', '2026-05-10T13:00Z', '1m'],
    ['2026-05-10T00:00Z', '2026-05-11T00:00Z', '15m'],
    ['2026-05-01T00:00Z', '2026-05-31T00:00Z', '6h'],
    ['2020-01-01T00:00Z', '2026-01-01T00:00Z', '7d'],
  ])('from %s to %s is %s', (from, to, step) => {
    expect(stepFor(at(from), at(to), 120)).toBe(step);
  });
});

describe('the range of a chart', () => {
  it('is made wider to whole steps', () => {
    expect(alignedRange(at('2026-05-10T12:17:30Z'), at('2026-05-10T13:00:01Z'), '15m')).toEqual({
      from: '2026-05-10T12:15:00.000Z',
      to: '2026-05-10T13:15:00.000Z',
      points: 4,
    });
  });

  it('has weeks that begin on a Monday, also before 1970', () => {
    expect(alignedRange(at('2026-05-13T12:00Z'), at('2026-05-14T00:00Z'), '7d').from).toBe('2026-05-11T00:00:00.000Z');
    expect(alignedRange(at('1969-12-31T12:00Z'), at('1970-01-01T00:00Z'), '7d').from).toBe('1969-12-29T00:00:00.000Z');
  });

  it('is one step when it is empty', () => {
    expect(alignedRange(at('2026-05-10T12:00Z'), at('2026-05-10T12:00Z'), '1h').points).toBe(1);
  });
});
