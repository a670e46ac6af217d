import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { durationOf, GROWTH, percentile, type Slot } from './duration-slots.js';

const slotOf = (ms: number) => (ms <= 1 ? 0 : Math.ceil(Math.log(ms) / Math.log(GROWTH)));
const slotsOf = (durations: readonly number[]): Slot[] => durations.map((ms) => [slotOf(ms), 1]);

describe('a percentile of durations', () => {
  it('is at most 5 % off', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1, max: 1e8, noNaN: true }), { minLength: 1, maxLength: 200 }),
        fc.constantFrom(0.5, 0.95),
        (durations, share) => {
          const exact = [...durations].sort((a, b) => a - b)[Math.ceil(durations.length * share) - 1] as number;
          const found = percentile(slotsOf(durations), share) as number;
          expect(Math.abs(found - exact)).toBeLessThanOrEqual(exact * 0.05 + 0.06);
        },
      ),
    );
  });

  it('is null of nothing, and a millisecond of what took none', () => {
    expect(percentile([], 0.95)).toBeNull();
    expect(percentile([[0, 3]], 0.5)).toBe(1);
  });

  it('weighs every slot by its count', () => {
    const slots: Slot[] = [
      [50, 5],
      [10, 95],
    ];
    expect(percentile(slots, 0.95)).toBeCloseTo(durationOf(10), 1);
    expect(percentile(slots, 0.96)).toBeCloseTo(durationOf(50), 1);
  });
});
