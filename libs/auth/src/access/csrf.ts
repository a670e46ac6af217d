import { createHash, timingSafeEqual } from 'node:crypto';

export const CSRF_HEADER = 'x-csrf-token';
export const CSRF_FIELD = '_csrf';

/** Follows from the session's cookie, which no script can read, and does not lead back to it. */
export const csrfTokenOf = (sessionToken: string): string =>
  createHash('sha256').update(`csrf:${sessionToken}`).digest('base64url');

interface ChangingRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  body: unknown;
}

/**
 * Whether a request carries the token: as a header from scripts, as a field from forms. The field is taken out of the body: what
 * reads the form knows nothing of it.
 */
export function takeCsrfToken(request: ChangingRequest, token: string): boolean {
  const { headers, body } = request;
  const isForm = headers['content-type']?.toString().startsWith('application/x-www-form-urlencoded');
  const form = isForm && Buffer.isBuffer(body) ? new URLSearchParams(body.toString()) : undefined;
  const given = headers[CSRF_HEADER]?.toString() ?? form?.get(CSRF_FIELD) ?? '';
  if (form?.has(CSRF_FIELD)) {
    form.delete(CSRF_FIELD);
    request.body = Buffer.from(form.toString());
  }
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}
