import { BinnacleError } from '@binnacle/events';
import { Injectable } from '@nestjs/common';

interface Failures {
  count: number;
  /** Until when the next attempt is refused, and when it all is forgotten. */
  until: number;
  forgetAt: number;
}

/** Slips that cost nothing. */
const FREE = 4;
const LONGEST_MS = 300_000;
const FORGET_MS = 3_600_000;
const MAX_ENTRIES = 10_000;

/**
 * After some wrong passwords for one account from one address the next attempt has to wait: 1, 2, 4 … seconds, at most five
 * minutes. By both, so that a stranger can't lock somebody out. In this process only.
 */
@Injectable()
export class LoginDelays {
  private readonly failures = new Map<string, Failures>();

  /** @throws BinnacleError `login_delayed` */
  assertMay(email: string, address: string, now = Date.now()): void {
    const found = this.failures.get(slotOf(email, address));
    if (!found || now >= found.until) return;
    const seconds = Math.ceil((found.until - now) / 1_000);
    throw new BinnacleError('login_delayed', `try again in ${seconds} s`, { retry_after: seconds });
  }

  failed(email: string, address: string, now = Date.now()): void {
    const slot = slotOf(email, address);
    const before = this.failures.get(slot);
    const count = before && now < before.forgetAt ? before.count + 1 : 1;
    const wait = count <= FREE ? 0 : Math.min(LONGEST_MS, 1_000 * 2 ** (count - FREE - 1));
    this.failures.delete(slot);
    this.failures.set(slot, { count, until: now + wait, forgetAt: now + FORGET_MS });
    if (this.failures.size > MAX_ENTRIES) this.failures.delete(this.failures.keys().next().value as string);
  }

  succeeded(email: string, address: string): void {
    this.failures.delete(slotOf(email, address));
  }
}

const slotOf = (email: string, address: string): string => `${address} ${email}`;
