import { describe, expect, it } from '@jest/globals';
import { LoginDelays } from './login-delays.js';

const waits = (delays: LoginDelays, email: string, address: string, now: number): number => {
  try {
    delays.assertMay(email, address, now);
    return 0;
  } catch (error) {
    return (error as { context: { retry_after: number } }).context.retry_after;
  }
};

describe('delays of signing in', () => {
  it('forgive some slips, then double up to five minutes', () => {
    const delays = new LoginDelays();
    const seen = Array.from({ length: 16 }, () => {
      delays.failed('ada@example.com', '10.0.0.1', 0);
      return waits(delays, 'ada@example.com', '10.0.0.1', 0);
    });
    expect(seen).toEqual([0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]);
  });

  it('hold for one account at one address, and end when the right password came', () => {
    const delays = new LoginDelays();
    for (let i = 0; i < 8; i += 1) delays.failed('ada@example.com', '10.0.0.1', 0);
    expect(waits(delays, 'ada@example.com', '10.0.0.2', 0)).toBe(0);
    expect(waits(delays, 'bob@example.com', '10.0.0.1', 0)).toBe(0);
    delays.succeeded('ada@example.com', '10.0.0.1');
    expect(waits(delays, 'ada@example.com', '10.0.0.1', 0)).toBe(0);
  });

  it('are forgotten after an hour', () => {
    const delays = new LoginDelays();
    for (let i = 0; i < 8; i += 1) delays.failed('ada@example.com', '10.0.0.1', 0);
    delays.failed('ada@example.com', '10.0.0.1', 3_600_000);
    expect(waits(delays, 'ada@example.com', '10.0.0.1', 3_600_000)).toBe(0);
  });
});
