import { describe, expect, it } from '@jest/globals';
import { askedAt } from './asked-at.js';

const receivedAt = '2026-11-27T12:00:00.000Z';

describe('since when an agent waits', () => {
  it.each([
    ['just now', '2026-11-27T11:59:59.500Z'],
    ['while the server was away', '2026-11-27T11:50:00.000Z'],
  ])('is when it asked, %s', (_, timestamp) => {
    expect(askedAt({ timestamp, receivedAt })).toBe(timestamp);
  });

  it.each([
    ['ahead', '2026-11-27T12:00:00.001Z'],
    ['a day ahead', '2026-11-28T12:00:00.000Z'],
    ['in another zone', '2026-11-27T06:00:00.000Z'],
    ['at its beginning', '1970-01-01T00:00:00.000Z'],
  ])('is when its question came, when its clock is %s', (_, timestamp) => {
    expect(askedAt({ timestamp, receivedAt })).toBe(receivedAt);
  });
});
