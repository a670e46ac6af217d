import { describe, expect, it } from '@jest/globals';
import { MAX_ATTEMPTS, restAfter } from './rest-after.js';

describe('the rest after a failed attempt', () => {
  it('grows over hours, and ends', () => {
    const rests = Array.from({ length: MAX_ATTEMPTS }, (_, index) => restAfter(index + 1, 0, 0));
    expect(rests).toEqual([5_000, 60_000, 300_000, 1_800_000, 7_200_000, 21_600_000, 36_000_000, undefined]);
  });

  it('is a little longer for some, and as long as the target asks for', () => {
    expect(restAfter(1, 0, 1)).toBe(5_500);
    expect(restAfter(1, 120_000, 0)).toBe(120_000);
    expect(restAfter(2, 1_000, 0)).toBe(60_000);
  });
});
