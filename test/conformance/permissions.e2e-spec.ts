/** Who may do what: every route of docs/reference/permissions.md, asked by everyone there can be. What is of other projects: isolation. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestAccounts, type TestPerson } from '../support/accounts.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { HAS, type ListedRoute, ROUTES, SCOPES } from '../support/route-list.js';
import { TestServer } from '../support/server.js';

type Headers = Readonly<Record<string, string>>;
/** What one may is done there, and would end the session or start programs. */
const NOT_ALLOWED_HERE = new Set(['POST /demo', 'POST /logout', 'POST /account/password']);
/** Pages of an account: a key is known, and has none. */
const OF_PEOPLE = /^\/(?:account|invite|settings\/projects)/;
/** Answers of the guard itself. */
const REFUSALS = new Set(['unauthenticated', 'permission_denied', 'csrf_refused', 'project_not_found']);

describe('permissions and projects', () => {
  let database: TestDatabase;
  let server: TestServer;
  let accounts: TestAccounts;
  const callers = new Map<string, Headers>();
  beforeAll(async () => {
    database = await createTestDatabase();
    accounts = await TestAccounts.of(database.url);
    for (const project of ['shop', 'bank']) await accounts.project(project);
    const person = async (name: string, terms: Omit<Parameters<TestAccounts['person']>[0], 'name'> = {}) =>
      callers.set(name, withProject(await accounts.person({ name, ...terms })));
    callers.set('anonymous', {});
    await person('owner', { isOwner: true });
    for (const role of ['viewer', 'operator', 'admin']) await person(role, { roles: { shop: role } });
    await person('outsider', { roles: { elsewhere: 'admin' } });
    for (const scope of SCOPES) callers.set(`key ${scope}`, { 'x-binnacle-key': await accounts.key('shop', scope) });
    server = await TestServer.start({
      databaseUrl: database.url,
      env: { BINNACLE_RATE_READ: '0', BINNACLE_RATE_INGEST: '0', BINNACLE_RATE_LOGIN: '0', LOG_LEVEL: 'fatal' },
    });
  }, 60_000);
  afterAll(async () => {
    await server?.stop();
    await accounts?.close();
    await database?.drop();
  });

  /** A choice that is not by this very request: an outsider looks at what they have, not at nothing. */
  const withProject = ({ headers }: TestPerson): Headers => ({
    ...headers,
    cookie: `${headers.cookie}; binnacle_project=shop`,
  });

  /** Status and code; a stream is left as soon as it begins. */
  async function ask({ method, path: at }: Pick<ListedRoute, 'method' | 'path'>, headers: Headers) {
    const stop = new AbortController();
    const hasBody = method !== 'GET' && method !== 'DELETE';
    const type: Headers = hasBody ? { 'content-type': 'application/json' } : {};
    const answer = await fetch(server.url + at, {
      method,
      headers: { ...type, ...headers },
      redirect: 'manual',
      signal: stop.signal,
      ...(hasBody && { body: '{}' }),
    });
    const isEndless = answer.headers.get('content-length') === null;
    const isStream = isEndless && answer.headers.get('content-type')?.includes('event-stream') && answer.status === 200;
    const text = isStream ? '' : await answer.text();
    stop.abort();
    const code = answer.headers.get('content-type')?.includes('problem+json')
      ? (JSON.parse(text) as { code: string }).code
      : undefined;
    return { status: answer.status, code, text };
  }

  it.each(Object.keys(HAS))(
    'holds every route for %s to what the reference says',
    async (who) => {
      const headers = callers.get(who) ?? {};
      const wrong: unknown[] = [];
      for (const route of ROUTES) {
        const isPersons = route.permission === 'signed-in' && OF_PEOPLE.test(route.path);
        const may = HAS[who]?.includes(route.permission) && !(isPersons && who.startsWith('key '));
        if (may && (NOT_ALLOWED_HERE.has(route.name) || route.permission === 'public')) continue;
        // Of ids nobody has: what is allowed changes nothing.
        const { status, code } = await ask(
          { ...route, path: route.path.replace(':vendor', 'claude-code').replaceAll(/:\w+/g, 'none') },
          headers,
        );
        const refused = (status === 401 || status === 403) && (code === undefined || REFUSALS.has(code));
        const expected = who === 'anonymous' ? 401 : 403;
        if (may ? refused : isPersons && who !== 'anonymous' ? !refused : status !== expected)
          wrong.push([route.name, route.permission, status, code]);
      }
      expect(wrong).toEqual([]);
    },
    120_000,
  );

  it('knows routes of every permission', () => {
    expect(ROUTES.length).toBeGreaterThan(100);
    expect(new Set(ROUTES.map(({ permission }) => permission))).toEqual(
      new Set(['public', 'signed-in', ...SCOPES, 'owner']),
    );
  });

  it.each(['viewer', 'operator', 'admin', 'key read', 'key admin'])('has no other project for %s', async (who) => {
    for (const at of ['/', '/api/v1/events', '/events', '/api/v1/stats', '/history/complete']) {
      expect([at, (await ask({ method: 'GET', path: `${at}?project=bank` }, callers.get(who) ?? {})).status]).toEqual([
        at,
        404,
      ]);
    }
  });
});
