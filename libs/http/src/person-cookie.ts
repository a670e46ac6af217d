/**
 * What a person calls themselves, in a cookie: until there are accounts, the name that others read beside an answer. Nothing is
 * allowed or refused by it.
 */
const COOKIE = 'binnacle_name';
const MAX_CHARS = 80;
const YEAR_SECONDS = 31_536_000;

/** The name in a request's `Cookie` header; undefined when there is none that can be shown. */
export function personOf(cookies: string | undefined): string | undefined {
  const pair = cookies?.split(';').find((one) => one.trim().startsWith(`${COOKIE}=`));
  if (!pair) return undefined;
  try {
    return cleanName(decodeURIComponent(pair.slice(pair.indexOf('=') + 1).trim()));
  } catch {
    return undefined;
  }
}

/** The `Set-Cookie` of a name; an empty one forgets it. @param secure the server is reached by TLS */
export function personCookie(name: string, secure: boolean): string {
  const clean = cleanName(name);
  const age = clean ? YEAR_SECONDS : 0;
  return `${COOKIE}=${encodeURIComponent(clean ?? '')}; Path=/; Max-Age=${age}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
}

function cleanName(name: string): string | undefined {
  const clean = name
    .toWellFormed()
    .replace(/\p{Cc}/gu, '')
    .trim()
    .slice(0, MAX_CHARS);
  return clean || undefined;
}
