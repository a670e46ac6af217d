import { describe, expect, it } from '@jest/globals';
import { COOKIE, cookieHeader, readCookie } from './cookies.js';

describe('cookies of signing in', () => {
  it('are out of reach of scripts and of other sites', () => {
    expect(cookieHeader(COOKIE.session, { value: 'abc', maxAge: 60 }, false)).toBe(
      'binnacle_session=abc; Path=/; Max-Age=60; HttpOnly; SameSite=Lax',
    );
  });

  it('behind TLS are for TLS and for this host only', () => {
    expect(cookieHeader(COOKIE.session, { value: 'abc' }, true)).toBe(
      '__Host-binnacle_session=abc; Path=/; HttpOnly; SameSite=Lax; Secure',
    );
    expect(readCookie('binnacle_session=planted; __Host-binnacle_session=ours', COOKIE.session, true)).toBe('ours');
    expect(readCookie('binnacle_session=planted', COOKIE.session, true)).toBeUndefined();
  });

  it('hold nothing that could become a header or another cookie', () => {
    for (const value of ['a\r\nSet-Cookie: b=c', 'a; Domain=evil', 'a,b', 'a b'])
      expect(() => cookieHeader(COOKIE.project, { value }, false)).toThrow(TypeError);
    expect(readCookie('binnacle_project=a%0d', COOKIE.project, false)).toBeUndefined();
  });
});
