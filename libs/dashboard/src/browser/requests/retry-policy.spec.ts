import { describe, expect, it } from '@jest/globals';
import { Backoff, mayRetry, type Outcome } from './retry-policy.js';

const closed: Outcome = { kind: 'closed' };
const broken: Outcome = { kind: 'broken', message: 'reset' };
const status = (code: number): Outcome => (code === 204 ? { kind: 'empty' } : { kind: 'refused', status: code });

describe('mayRetry', () => {
  it.each([
    ['auto', [false, true, false, false, false]],
    ['error', [false, true, true, false, false]],
    ['always', [true, true, true, false, false]],
    ['never', [false, false, false, false, false]],
  ] as const)('%s answers clean end, reset, 503, 204 and 304 as Datastar does', (retry, expected) => {
    const outcomes = [closed, broken, status(503), status(204), status(304)];
    expect(outcomes.map((outcome) => mayRetry(retry, outcome))).toEqual(expected);
  });
});

describe('Backoff', () => {
  const limits = { retryScaler: 2, retryMaxWait: 5_000, retryMaxCount: 5 };
  const middle = () => 0.5;

  it('grows to the longest wait, then gives up', () => {
    const backoff = new Backoff(1_000, limits, middle);
    expect([1, 2, 3, 4, 5, 6].map(() => backoff.next())).toEqual([1_000, 2_000, 4_000, 5_000, 5_000, undefined]);
  });

  it('starts over when a connection opened, and takes the interval of the server', () => {
    const backoff = new Backoff(1_000, limits, middle);
    backoff.next();
    backoff.next();
    backoff.setInterval(300);
    backoff.opened();
    expect([backoff.next(), backoff.next()]).toEqual([300, 600]);
  });

  it('spreads waits by a fifth either way', () => {
    expect(new Backoff(1_000, limits, () => 0).next()).toBe(800);
    expect(new Backoff(1_000, limits, () => 1).next()).toBe(1_200);
  });
});
