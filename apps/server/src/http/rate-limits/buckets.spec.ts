import { describe, expect, it } from '@jest/globals';
import { Buckets } from './buckets.js';

describe('Buckets', () => {
  let now = 0;
  const buckets = (perMinute: number) => {
    now = 1_000_000;
    return new Buckets(perMinute, () => now);
  };
  const burst = (some: Buckets, caller: string) => {
    let count = 0;
    while (some.take(caller).allowed) count++;
    return count;
  };

  it('allows a sixth of a minute at once, then one by one as time passes', () => {
    const some = buckets(600);
    expect(burst(some, 'a')).toBe(100);
    expect(some.take('a')).toEqual({ allowed: false, remaining: 0, retryAfter: 1, reset: 10 });
    now += 100;
    expect(some.take('a').allowed).toBe(true);
    expect(some.take('a').allowed).toBe(false);
  });

  it('never allows more than its rate over many minutes, and all of it to one that keeps the pace', () => {
    const some = buckets(60);
    let allowed = 0;
    for (let step = 0; step < 10 * 60 * 10; step++) {
      if (some.take('greedy').allowed) allowed++;
      now += 100;
    }
    expect(allowed).toBe(10 * 60 + some.burst - 1);
    for (let second = 0; second < 600; second++) {
      expect(some.take('steady').allowed).toBe(true);
      now += 1_000;
    }
  });

  it('counts every caller for itself', () => {
    const some = buckets(60);
    burst(some, 'a');
    expect(some.take('b').allowed).toBe(true);
  });

  it('says how long to wait when requests are rare', () => {
    const some = buckets(2);
    expect(burst(some, 'a')).toBe(2);
    expect(some.take('a').retryAfter).toBe(30);
    now += 29_000;
    expect(some.take('a')).toMatchObject({ allowed: false, retryAfter: 1 });
    now += 1_000;
    expect(some.take('a').allowed).toBe(true);
  });

  it('is bounded: those who rest go first, and a flood of callers does not grow it', () => {
    const some = buckets(60);
    for (let caller = 0; caller < 120_000; caller++) some.take(`caller ${caller}`);
    expect(some.size).toBeLessThanOrEqual(50_000);
    now += 60_000;
    some.take('one more');
    expect(some.size).toBe(1);
  });
});
