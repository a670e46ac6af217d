import { expect, it } from '@jest/globals';
import { parseDuration } from './parse-duration.js';

it.each([
  ['250ms', 250],
  ['30s', 30_000],
  ['45', 45_000],
  ['1.5m', 90_000],
  ['2h', 7_200_000],
  ['1d', 86_400_000],
])('%s is %i ms', (text, ms) => expect(parseDuration(text)).toBe(ms));

it.each(['', 'soon', '-1s', '10 y'])('refuses %j', (text) => expect(() => parseDuration(text)).toThrow(/30s, 10m/));
