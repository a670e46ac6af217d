import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_EPOCH_MS, parseTimestamp } from './timestamp.js';

describe('parseTimestamp', () => {
  it.each([
    ['2026-02-24T12:49:51.123456', '2026-02-24T12:49:51.123Z'],
    ['2026-02-24T12:49:51', '2026-02-24T12:49:51.000Z'],
    ['2026-02-24 12:49:51+02', '2026-02-24T10:49:51.000Z'],
    ['2026-02-24T12:49:51.9999999-0530', '2026-02-24T18:19:51.999Z'],
    ['2026-02-24T12:49Z', '2026-02-24T12:49:00.000Z'],
    ['2026-02-24', '2026-02-24T00:00:00.000Z'],
    [0, '1970-01-01T00:00:00.000Z'],
    [1_771_937_391_123.9, '2026-02-24T12:49:51.123Z'],
  ])('reads %p', (given, expected) => {
    expect(parseTimestamp(given)).toBe(expected);
  });

  it.each([
    '',
    'now',
    '2026',
    '2026-13-01',
    '2026-02-30',
    '2026-02-24T25:00:00Z',
    '1969-12-31T23:59:59Z',
    -1,
    Number.NaN,
    MAX_EPOCH_MS + 1,
    null,
    {},
    '2026-02-24T12:49:51Z; drop',
  ])('refuses %p', (given) => {
    expect(parseTimestamp(given)).toBeUndefined();
  });

  it('gives back its own canonical form', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: MAX_EPOCH_MS }), (ms) => {
        const canonical = new Date(ms).toISOString();
        expect(parseTimestamp(ms)).toBe(canonical);
        expect(parseTimestamp(canonical)).toBe(canonical);
        expect(parseTimestamp(canonical.slice(0, -1))).toBe(canonical);
      }),
    );
  });
});
