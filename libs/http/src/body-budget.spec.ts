import { describe, expect, it } from '@jest/globals';
import { BodyBudget } from './body-budget.js';

const budget = () => new BodyBudget(1_000, 100);

describe('the budget of bodies in flight', () => {
  it('refuses what is past it, tells to come again, and has room when others are done', () => {
    const all = budget();
    const [first, second] = [all.lease(), all.lease()];
    first.grow(900);
    expect(() => second.grow(200)).toThrow(
      expect.objectContaining({ code: 'too_many_bodies', context: { retryAfterSeconds: 2 } }),
    );
    first.release();
    second.grow(200);
    expect(all.bytesInFlight).toBe(200);
  });

  it('always reads a small body', () => {
    const all = budget();
    all.lease().grow(1_000);
    all.lease().grow(100);
    expect(all.bytesInFlight).toBe(1_100);
  });

  it('counts work that goes on when the connection is gone', () => {
    const all = budget();
    const lease = all.lease();
    lease.grow(500);
    const done = lease.hold();
    lease.release();
    expect(all.bytesInFlight).toBe(500);
    done();
    expect(all.bytesInFlight).toBe(0);
  });
});
