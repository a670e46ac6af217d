/** Every address of the API that is asked for something says so when it does not know what it is asked for. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestAccounts } from '../support/accounts.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { type ApiDocument, type Operation, operationsOf } from '../support/openapi.js';
import { ROUTES } from '../support/route-list.js';
import { TestServer } from '../support/server.js';
import { ownerEnv } from '../support/web-session.js';

/** What takes anything, and why. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  '/health': 'probes of load balancers carry what their products add; what they add filters nothing',
  '/healthz': 'as /health',
  '/readyz': 'as /health',
  '/metrics': 'scrapers send `params` of their own configuration',
  '/api/public/health': 'Langfuse’s address and not ours: its clients of tomorrow may add something',
};

describe('a query parameter', () => {
  let database: TestDatabase;
  let server: TestServer;
  let accounts: TestAccounts;
  let key: Record<string, string>;
  let asked: readonly (Operation & { readonly path: string })[];
  beforeAll(async () => {
    database = await createTestDatabase();
    accounts = await TestAccounts.of(database.url);
    await accounts.project('shop');
    server = await TestServer.start({ databaseUrl: database.url, env: { ...ownerEnv, BINNACLE_RATE_READ: '0' } });
    const { headers } = await accounts.person({ name: 'Olga', isOwner: true });
    key = headers;
    const document = (await (await server.get('/api/docs-json', key)).json()) as ApiDocument;
    asked = operationsOf(document)
      .filter(({ method }) => method === 'get')
      .map((operation) => ({ ...operation, path: operation.key.replace('get ', '') }));
  }, 60_000);
  afterAll(async () => {
    await server?.stop();
    await accounts?.close();
    await database?.drop();
  });

  async function refusal(url: string, headers: Record<string, string> = key) {
    const stop = new AbortController();
    const answer = await fetch(server.url + url, { headers, signal: stop.signal });
    const isProblem = answer.headers.get('content-type')?.includes('problem+json');
    const { code, detail, parameter } = (isProblem ? await answer.json() : {}) as Record<string, string | undefined>;
    stop.abort();
    return { status: answer.status, code, detail, parameter };
  }

  it('that an address does not know is refused, with those it knows: at every address there is', async () => {
    const wrong: unknown[] = [];
    for (const { path, url, parameters } of asked) {
      const { status, code, detail = '', parameter } = await refusal(`${url}?unheard_of=1`);
      const known = parameters.filter(({ in: where }) => where === 'query').map(({ name }) => name);
      const told = /; known: (.+)$/.exec(detail)?.[1]?.split(', ') ?? [];
      const isRefused = status === 400 && code === 'invalid_query' && parameter === 'unheard_of';
      if (isRefused !== !(path in EXCEPTIONS)) wrong.push([path, status, code, detail]);
      else if (isRefused && String(told.sort()) !== String(known.sort())) wrong.push([path, told, known]);
    }
    expect(wrong).toEqual([]);
    expect(asked.length).toBeGreaterThan(30);
    const paths = asked.map(({ path }) => path);
    expect(Object.keys(EXCEPTIONS).filter((path) => !paths.includes(path))).toEqual([]);
  });

  it('is known from the API’s description, which has every address', () => {
    const described = asked.map(({ path }) => path.replaceAll(/\{(\w+)\}/g, ':$1'));
    const declared = ROUTES.filter(({ method, path }) => method === 'GET' && path.startsWith('/api/v1/'));
    expect(declared.map(({ path }) => path).filter((path) => !described.includes(path))).toEqual([]);
    expect(declared.length).toBeGreaterThan(25);
  });

  it('that can be given once is refused when it is given twice: nothing says which one holds', async () => {
    const wrong: unknown[] = [];
    let sent = 0;
    for (const { path, url, parameters } of asked.filter((one) => !(one.path in EXCEPTIONS))) {
      for (const { name, in: where, schema, example } of parameters) {
        if (where !== 'query') continue;
        const { status, code, parameter } = await refusal(`${url}?${name}=${example}&${name}=${example}`);
        const isRefused = status === 400 && code === 'invalid_query' && parameter === name;
        if (isRefused === (schema.type === 'array')) wrong.push([path, name, status, code]);
        sent++;
      }
    }
    expect(wrong).toEqual([]);
    expect(sent).toBeGreaterThan(80);
  });

  it.each([
    ['/api/v1/questions?status=open', 'status'],
    ['/api/v1/questions?undelivered=1', 'undelivered'],
    ['/api/v1/questions/q?Wait=50', 'Wait'],
    ['/api/v1/workspaces/scout/kv?prefix=inbox:&prefix=outbox:', 'prefix'],
    ['/api/v1/dashboards/none?download=yes', 'download'],
    ['/api/v1/events?type[]=agent:*', 'type[]'],
    ['/api/v1/questions?__proto__=1', '__proto__'],
  ])('is refused by %s', async (url, parameter) => {
    expect(await refusal(url)).toMatchObject({ status: 400, code: 'invalid_query', parameter });
  });

  it('names the project, anywhere; of a key only its own', async () => {
    for (const { path, url } of asked.filter((one) => one.path.startsWith('/api/v1/') && !one.path.endsWith('/stream')))
      expect([path, (await refusal(`${url}?project=default`)).code]).not.toEqual([path, 'invalid_query']);
    const own = { 'x-binnacle-key': await accounts.key('shop', 'read') };
    expect((await refusal('/api/v1/questions?project=shop', own)).status).toBe(200);
    expect(await refusal('/api/v1/questions?project=default', own)).toMatchObject({ code: 'project_not_found' });
  });

  it('is refused to who asks for the head alone, too', async () => {
    const head = (query: string) => fetch(`${server.url}/api/v1/questions${query}`, { method: 'HEAD', headers: key });
    expect([(await head('?status=open')).status, (await head('?state=open')).status]).toEqual([400, 200]);
  });

  it('is no way to learn anything without leave: strangers are told that they are strangers', async () => {
    expect((await refusal('/api/v1/questions?status=open', {})).status).toBe(401);
    const ingest = { 'x-binnacle-key': await accounts.key('shop', 'ingest') };
    expect((await refusal('/api/v1/questions?status=open', ingest)).code).toBe('permission_denied');
  });
});
