/** The cookies of signing in. Behind TLS they are bound to this very host by their prefix. */
const SESSION = 'binnacle_session';
const PROJECT = 'binnacle_project';
const SIGN_IN = 'binnacle_sign_in';

export type CookieName = typeof SESSION | typeof PROJECT | typeof SIGN_IN;
export const COOKIE = { session: SESSION, project: PROJECT, signIn: SIGN_IN } as const;

const MAX_CHARS = 4_096;
/** What may stand in a cookie as it is: nothing that ends one, and no line break. */
const PLAIN = /^[\w.~-]*$/;

export interface CookieToSet {
  readonly value: string;
  /** Seconds; undefined = until the browser closes, 0 = forget it. */
  readonly maxAge?: number;
}

const nameOf = (name: CookieName, secure: boolean): string => (secure ? `__Host-${name}` : name);

/** Undefined when there is none, or one that this server never set. */
export function readCookie(cookies: string | undefined, name: CookieName, secure: boolean): string | undefined {
  const start = `${nameOf(name, secure)}=`;
  const pair = cookies
    ?.split(';')
    .map((one) => one.trim())
    .find((one) => one.startsWith(start));
  const value = pair?.slice(start.length);
  return value && value.length <= MAX_CHARS && PLAIN.test(value) ? value : undefined;
}

/** A `Set-Cookie` header. */
export function cookieHeader(name: CookieName, { value, maxAge }: CookieToSet, secure: boolean): string {
  if (!PLAIN.test(value)) throw new TypeError('a cookie of this value would end early');
  const age = maxAge === undefined ? '' : `; Max-Age=${maxAge}`;
  return `${nameOf(name, secure)}=${value}; Path=/${age}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
}
