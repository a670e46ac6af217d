/**
 * What never stands in a log, whoever writes the line: the values of headers that carry secrets, of `key` and `token` in a URL,
 * of `?datastar=` (it holds what people typed), and passwords in URLs. Works on the finished line, so that it also covers the
 * texts of errors and what plugins write.
 */
const CENSORED = '[redacted]';

const SECRET_NAMES =
  'authorization|proxy-authorization|cookie|set-cookie|x-api-key|x-binnacle-key|x-csrf-token|api[-_]?key|password|secret';
/** `"cookie":"…"` and `"set-cookie":["…","…"]`, of a line that is JSON. */
const JSON_MEMBER = new RegExp(`("(?:${SECRET_NAMES})":)(?:"(?:[^"\\\\]|\\\\.)*"|\\[[^\\]]*\\])`, 'gi');
const IN_URL =
  /([?&](?:key|api[-_]?key|token|access_token|id_token|code|state|secret|signature|datastar)=)[^&\s"'\\#]*/gi;
/** One-time links of accounts, and of the buttons of notifications. */
const LINKS = /(\/(?:setup|invite|reset|notify\/answer)\/)[^/?#\s"'\\]+/gi;
/** Our own keys, wherever they stand; the id stays, so that a leaked one can be found and revoked. */
const OWN_KEYS = /\b(bnk_[0-9a-f]{16}_)[\w-]{20,}/g;
const CREDENTIALS = /\b(Bearer|Basic)\s+[\w.~+/=:-]{4,}/gi;
const IN_AUTHORITY = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@"]*:)[^\s/@"]+@/gi;

export const redact = (text: string): string =>
  text
    .replace(JSON_MEMBER, `$1"${CENSORED}"`)
    .replace(IN_URL, `$1${CENSORED}`)
    .replace(LINKS, `$1${CENSORED}`)
    .replace(OWN_KEYS, `$1${CENSORED}`)
    .replace(CREDENTIALS, `$1 ${CENSORED}`)
    .replace(IN_AUTHORITY, `$1${CENSORED}@`);
