interface KeyRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly query: unknown;
  readonly url: string;
}

/** Doors whose clients can't always set a header. A URL stands in more logs than a header does. */
const KEY_IN_URL = /^\/(hooks\/|mcp(?:[/?]|$))/;

/**
 * The key a request came with, wherever its client can put one: `x-binnacle-key`, `x-api-key`, Bearer, Basic (as password, with
 * any user, or as the user), and for hooks and MCP `?key=`.
 */
export function presentedKey({ headers, query, url }: KeyRequest): string | undefined {
  const own = headers['x-binnacle-key'] ?? headers['x-api-key'];
  if (typeof own === 'string' && own) return own.trim();
  if (headers.authorization) return ofAuthorization(String(headers.authorization));
  if (!KEY_IN_URL.test(url)) return undefined;
  const { key } = query as { readonly key?: unknown };
  return typeof key === 'string' && key ? key : undefined;
}

function ofAuthorization(header: string): string {
  const [, scheme = '', value = ''] = /^(\S+)\s+(\S+)\s*$/.exec(header) ?? [];
  if (scheme.toLowerCase() !== 'basic') return value;
  const text = Buffer.from(value, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  const [user, password] = colon < 0 ? [text, ''] : [text.slice(0, colon), text.slice(colon + 1)];
  return password || user;
}
