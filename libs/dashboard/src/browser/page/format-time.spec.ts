import { expect, it } from '@jest/globals';
import { formatTime } from './format-time.js';

const then = new Date('2026-01-01T00:00:00Z');
const later = (seconds: number) => new Date(then.getTime() + seconds * 1_000);

it.each([
  [-7_200, 'in 2 h', '0 s'],
  [-90, 'in 1 min', '0 s'],
  [-31, 'in 31 s', '0 s'],
  [-30, 'now', '0 s'],
  [-5, 'now', '0 s'],
  [59, '59 s ago', '59 s'],
  [60, '1 min ago', '1 min 0 s'],
  [3_599, '59 min ago', '59 min 59 s'],
  [3_660, '1 h ago', '1 h 1 min'],
  [90_000, '1 d ago', '1 d 1 h'],
])('%i seconds later it is %s, or %s', (seconds, relative, elapsed) => {
  expect(formatTime('relative', then, later(seconds))).toBe(relative);
  expect(formatTime('elapsed', then, later(seconds))).toBe(elapsed);
});

it('writes a moment with its day, in the reader’s zone', () => {
  const local = new Date(2026, 0, 5, 7, 8, 9);
  expect(formatTime('moment', local, local)).toBe('2026-01-05 07:08:09');
});
