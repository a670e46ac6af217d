import { describe, expect, it } from '@jest/globals';
import type { StoredDay } from './stored-days.js';
import { type StorageLimits, whatToDrop } from './what-to-drop.js';

const TODAY = 20_000;
const stored = (daysAgo: number, project = 'default', more: Partial<StoredDay> = {}): StoredDay => ({
  project,
  day: TODAY - daysAgo,
  table: `events_p1_${daysAgo}`,
  bytes: 100,
  rows: 10,
  detaching: false,
  ...more,
});
const limits = (more: Partial<StorageLimits>): StorageLimits => ({
  retentionDays: () => undefined,
  maxBytes: undefined,
  ...more,
});
const drops = (days: StoredDay[], used: number, more: Partial<StorageLimits>) =>
  whatToDrop(days, TODAY, used, limits(more)).map((drop) => [
    TODAY - drop.stored.day,
    drop.stored.project,
    drop.reason,
  ]);

describe('whatToDrop', () => {
  const days = [5, 4, 3, 2, 1, 0, -1].map((ago) => stored(ago));

  it('keeps everything without a limit', () => {
    expect(drops(days, 700, {})).toEqual([]);
  });

  it('keeps a day for the days of its retention after it, and never drops today', () => {
    expect(drops(days, 700, { retentionDays: () => 3 }).map(([ago]) => ago)).toEqual([5, 4]);
    expect(drops(days, 700, { retentionDays: () => 0 }).map(([ago]) => ago)).toEqual([5, 4, 3, 2, 1]);
  });

  it('holds each project to its own retention', () => {
    const both = [stored(4, 'short'), stored(4, 'long'), stored(2, 'short')];
    expect(drops(both, 300, { retentionDays: (project) => (project === 'short' ? 1 : 30) })).toEqual([
      [4, 'short', 'retention'],
      [2, 'short', 'retention'],
    ]);
  });

  it('drops the oldest days until the rest is within the budget', () => {
    expect(drops(days, 700, { maxBytes: 520 }).map(([ago]) => ago)).toEqual([5, 4]);
    expect(drops(days, 700, { maxBytes: 500 }).map(([ago]) => ago)).toEqual([5, 4]);
    expect(drops(days, 700, { maxBytes: 1 }).map(([ago]) => ago)).toEqual([5, 4, 3, 2, 1]);
  });

  it('counts what retention drops before it looks at the budget, and leaves empty days alone', () => {
    expect(drops(days, 700, { retentionDays: () => 4, maxBytes: 600 })).toEqual([[5, 'default', 'retention']]);
    expect(drops([stored(3, 'default', { rows: 0 }), stored(2)], 300, { maxBytes: 250 })).toEqual([
      [2, 'default', 'disk'],
    ]);
  });

  it('finishes what was interrupted', () => {
    expect(drops([stored(9, 'default', { detaching: true }), stored(1)], 200, {})).toEqual([
      [9, 'default', 'interrupted'],
    ]);
  });
});
