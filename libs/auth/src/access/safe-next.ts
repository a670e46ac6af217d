const BASE = 'http://here.invalid';

/** Where to go after signing in: a path of this server, whatever was asked for. */
export function safeNext(next: string | null | undefined): string {
  // A backslash is a slash to browsers, and two of them begin another host; a control character is dropped by them.
  if (!next?.startsWith('/') || /^\/[/\\]|[\\\p{Cc}]/u.test(next) || next.length > 2_000) return '/';
  if (!URL.canParse(next, BASE)) return '/';
  const { origin, pathname, search, hash } = new URL(next, BASE);
  return origin === BASE && !pathname.startsWith('//') ? `${pathname}${search}${hash}` : '/';
}
