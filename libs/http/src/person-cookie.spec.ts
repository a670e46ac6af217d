import { describe, expect, it } from '@jest/globals';
import { personCookie, personOf } from './person-cookie.js';

describe('the name of a person', () => {
  it.each(['Ada', 'Ünïcödé; =,"', 'a\r\nSet-Cookie: x=1', 'x'.repeat(500)])(
    'comes back as it was set: %.20j',
    (name) => {
      const cookie = personCookie(name, false);
      expect(cookie).not.toMatch(/[\r\n]/);
      const clean = name.replace(/[\r\n]/g, '').slice(0, 80);
      expect(personOf(`theme=dark; ${cookie.split(';')[0]}; other=1`)).toBe(clean);
    },
  );

  it.each([undefined, '', 'binnacle_name=', 'binnacle_name=%zz', 'binnacle_name=%00', 'other=Ada'])(
    'is none in %j',
    (cookies) => {
      expect(personOf(cookies)).toBeUndefined();
    },
  );

  it('is for TLS where there is TLS', () => {
    expect(personCookie('Ada', true)).toMatch(/; HttpOnly; SameSite=Lax; Secure$/);
    expect(personCookie('Ada', false)).toMatch(/; HttpOnly; SameSite=Lax$/);
  });

  it('is forgotten when it is empty', () => {
    expect(personCookie('  ', false)).toContain('Max-Age=0');
  });
});
