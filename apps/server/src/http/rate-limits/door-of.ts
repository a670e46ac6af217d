/** What is limited apart from one another: a flood of events must not keep people from their questions. */
export const LIMITED_DOORS = ['ingest', 'read', 'login'] as const;
export type LimitedDoor = (typeof LIMITED_DOORS)[number];

/** Health checks and metrics come from machines that look at us; assets are cached by the browser. */
const UNLIMITED = /^\/(healthz|readyz|health|metrics|assets\/|favicon)/;
/** Where a password, a link's secret or a code is tried. */
const LOGIN = /^\/(api\/v1\/)?(login|sign-?in|setup|invitations?|invite|password|reset|oidc|sessions?)\b/;
/** Where agents and their clients send, by the standard paths of their protocols. */
const INGEST =
  /^\/(api\/v1\/(events|workspaces|questions$|questions\/[^/]+\/resumed)|api\/public\/|v1\/|otlp\/|hooks\/|mcp$|webhooks?\/)/;

/** Which limit a request counts against; undefined = none. `path` is without a query. */
export function doorOf(method: string, path: string): LimitedDoor | undefined {
  if (UNLIMITED.test(path)) return undefined;
  const reads = method === 'GET' || method === 'HEAD';
  if (!reads && LOGIN.test(path)) return 'login';
  return !reads && INGEST.test(path) ? 'ingest' : 'read';
}
