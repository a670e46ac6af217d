import { createHash, timingSafeEqual } from 'node:crypto';

export const CSRF_HEADER = 'x-csrf-token';
export const CSRF_FIELD = '_csrf';

/** Follows from the session's cookie, which no script can read, and does not lead back to it. */
export const csrfTokenOf = (sessionToken: string): string =>
  createHash('sha256').update(`csrf:${sessionToken}`).digest('base64url');

interface ChangingRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
}

/** Whether a request carries the token: as a header from scripts, as a field from forms. */
export function carriesCsrfToken({ headers, body }: ChangingRequest, token: string): boolean {
  const header = headers[CSRF_HEADER];
  const isForm = headers['content-type']?.toString().startsWith('application/x-www-form-urlencoded');
  const given = header ?? (isForm && Buffer.isBuffer(body) ? new URLSearchParams(body.toString()).get(CSRF_FIELD) : '');
  const [a, b] = [Buffer.from(String(given ?? '')), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}
