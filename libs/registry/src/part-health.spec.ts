import { describe, expect, it } from '@jest/globals';
import { MAX_FAILURES, MAX_SLOW, PartHealth, SLOW_EVENT_MS, SLOW_VIEW_MS, STATE_BUDGET_BYTES } from './part-health.js';

describe('PartHealth', () => {
  const made = () => {
    const clock = { now: Date.UTC(2026, 0, 5) };
    const reasons: string[] = [];
    const part = new PartHealth(
      (reason) => reasons.push(reason),
      () => clock.now,
    );
    return { clock, reasons, part };
  };
  const repeat = (times: number, work: () => void) => {
    for (let time = 0; time < times; time++) work();
  };

  it.each<[string, number, (part: PartHealth) => void, RegExp]>([
    ['fails', MAX_FAILURES, (part) => part.failed(new Error('x')), /it failed 100 times within a minute/],
    [
      'takes long for an event',
      MAX_SLOW,
      (part) => part.tookForEvent(SLOW_EVENT_MS + 1),
      /more than 50 ms .* 5 events/,
    ],
    [
      'takes long for a view',
      MAX_SLOW,
      (part) => part.tookForView(SLOW_VIEW_MS + 1),
      /view took more than 250 ms 5 times/,
    ],
    [
      'makes a view too long',
      MAX_SLOW,
      (part) => part.tooLong(2_000_000),
      /view had more than 2,000,000 characters 5 times/,
    ],
  ])('is switched off when it %s too often within a minute, once', (_, times, work, reason) => {
    const { part, reasons } = made();
    repeat(times - 1, () => work(part));
    expect(part.off).toBeUndefined();
    repeat(10, () => work(part));
    expect(part.off).toMatchObject({ reason: expect.stringMatching(reason), at: '2026-01-05T00:00:00.000Z' });
    expect(reasons).toHaveLength(1);
  });

  it('is switched off at once when a state outgrows its budget', () => {
    const { part } = made();
    part.holds(STATE_BUDGET_BYTES);
    expect(part.off).toBeUndefined();
    part.holds(STATE_BUDGET_BYTES + 1);
    expect(part.off?.reason).toBe('its state grew past 16 MB; keep less, or an aggregate');
  });

  it('stays on when it fails as often over a longer time', () => {
    const { part, clock } = made();
    repeat(MAX_FAILURES * 5, () => {
      part.failed(new Error('x'));
      clock.now += 700;
    });
    expect(part.off).toBeUndefined();
    expect(part.failures).toBe(MAX_FAILURES * 5);
  });

  it('begins anew when it is switched on', () => {
    const { part } = made();
    repeat(MAX_FAILURES, () => part.failed('x'));
    part.switchOn();
    repeat(MAX_FAILURES - 1, () => part.failed('y'));
    expect([part.off, part.lastFailure, part.failures]).toEqual([undefined, 'y', 2 * MAX_FAILURES - 1]);
  });

  it('adds up what it cost', () => {
    const { part } = made();
    for (const ms of [1, 3, 2]) part.tookForEvent(ms);
    part.tookForView(20);
    expect({ ...part.events }).toEqual({ calls: 3, totalMs: 6, slowestMs: 3 });
    expect({ ...part.views }).toEqual({ calls: 1, totalMs: 20, slowestMs: 20 });
  });
});
