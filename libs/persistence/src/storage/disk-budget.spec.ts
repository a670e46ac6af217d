import { describe, expect, it } from '@jest/globals';
import { DiskBudget } from './disk-budget.js';

const GB = 1e9;
const EVERY = 300_000;

describe('DiskBudget', () => {
  it('never is near without a limit', () => {
    const budget = new DiskBudget(undefined);
    budget.note(1e15, false);
    expect([budget.isFull, budget.shouldWarn(1e15), budget.nextLookMs(EVERY)]).toEqual([false, false, EVERY]);
  });

  it.each([
    ['looks every five minutes while there is much left', 1 * GB, true, EVERY, false],
    ['looks before the fastest growth could use up the rest', 17 * GB, true, 100_000, false],
    ['looks every second near the limit', 19.99 * GB, true, 1_000, false],
    ['is not full while days can go', 21 * GB, true, 1_000, false],
    ['is full when none can, and looks whether that changed', 21 * GB, false, 5_000, true],
  ])('%s', (_, used, canShrink, next, full) => {
    const budget = new DiskBudget(20 * GB);
    budget.note(used, canShrink);
    expect([budget.nextLookMs(EVERY), budget.isFull]).toEqual([next, full]);
  });

  it('warns from 80 % on', () => {
    const budget = new DiskBudget(10 * GB);
    expect([7.9 * GB, 8 * GB].map((used) => budget.shouldWarn(used))).toEqual([false, true]);
  });
});
