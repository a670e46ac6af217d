import { describe, expect, it } from '@jest/globals';
import { safeNext } from './safe-next.js';

describe('safeNext', () => {
  it.each(['/', '/history?q=a%20b#top', '/d/x'])('goes to %s', (next) => expect(safeNext(next)).toBe(next));

  it.each([
    undefined,
    null,
    '',
    'https://evil.example.com',
    '//evil.example.com',
    '/\\evil.example.com',
    '\\\\evil.example.com',
    '/\t/evil.example.com',
    '/x/..//evil.example.com',
    '/.//evil.example.com',
    'javascript:alert(1)',
    '/a\r\nSet-Cookie: x=y',
    ' /x',
  ])('does not follow %j', (next) => expect(safeNext(next)).toBe('/'));
});
