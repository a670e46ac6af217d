import { BinnacleError, LifecycleError } from '@binnacle/events';
import { describe, expect, it } from '@jest/globals';
import { FakeClock } from './fake-clock.fixture.js';
import { MAX_RETRY_AFTER_MS, retry } from './retry.js';

const policy = { maxRetryMs: 10_000, baseMs: 100, maxDelayMs: 1_000 };
const away = (context = {}) => new LifecycleError('delivery_failed', 'away', context);

/** Fails with each of these in turn, then answers. */
function failing(...errors: Error[]) {
  let calls = 0;
  const attempt = async () => {
    const error = errors[calls++];
    if (error) throw error;
    return 'done';
  };
  return { attempt, calls: () => calls };
}

describe('retry', () => {
  it('doubles the back-off up to its limit', async () => {
    const clock = new FakeClock();
    const { attempt } = failing(...Array.from({ length: 6 }, () => away()));
    await expect(retry(attempt, { policy, clock })).resolves.toBe('done');
    expect(clock.pauses).toEqual([100, 200, 400, 800, 1_000, 1_000]);
  });

  it('takes any part of the back-off, so that clients do not come back together', async () => {
    const clock = Object.assign(new FakeClock(), { random: () => 0.25 });
    await retry(failing(away(), away()).attempt, { policy, clock });
    expect(clock.pauses).toEqual([25, 50]);
  });

  it('waits as long as Retry-After says, but not for ever', async () => {
    const clock = new FakeClock();
    const long = { ...policy, maxRetryMs: 1_000_000 };
    const { attempt } = failing(away({ retry_after_ms: 3_000 }), away({ retry_after_ms: 86_400_000 }));
    await retry(attempt, { policy: long, clock });
    expect(clock.pauses).toEqual([3_000, MAX_RETRY_AFTER_MS]);
  });

  it('gives up with the last error when the time is over', async () => {
    const clock = new FakeClock();
    const last = away({ last: true });
    const { attempt, calls } = failing(away({ retry_after_ms: 6_000 }), last);
    await expect(retry(attempt, { policy: { ...policy, maxRetryMs: 6_050 }, clock })).rejects.toBe(last);
    expect(calls()).toBe(2);
  });

  it('does not repeat what can never work', async () => {
    const { attempt, calls } = failing(new BinnacleError('no_valid_event', 'wrong'));
    await expect(retry(attempt, { policy, clock: new FakeClock() })).rejects.toMatchObject({ code: 'no_valid_event' });
    expect(calls()).toBe(1);
  });

  it('ends when the signal aborts during a pause', async () => {
    const stop = new AbortController();
    const clock = Object.assign(new FakeClock(), { pause: async () => stop.abort() });
    const { attempt, calls } = failing(away(), away());
    await expect(retry(attempt, { policy, clock, signal: stop.signal })).rejects.toMatchObject({ detail: 'away' });
    expect(calls()).toBe(1);
  });
});
