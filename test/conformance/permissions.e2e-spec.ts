/**
 * Who may do what: every route of docs/reference/permissions.md, asked by everyone there can be. And that nothing of another project is
 * returned, streamed, counted or completed, whoever asks.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestAccounts, type TestPerson } from '../support/accounts.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';
import { SseClient } from '../support/sse-client.js';

type Headers = Readonly<Record<string, string>>;
interface Route {
  readonly method: string;
  readonly path: string;
  readonly permission: string;
}

const PAGE = readFileSync(path.resolve(import.meta.dirname, '../../docs/reference/permissions.md'), 'utf8');
const ROUTES: readonly Route[] = [...PAGE.matchAll(/^- `([A-Z]+) (\S+)`: `([a-z-]+)`$/gm)].map(
  ([, method = '', at = '', permission = '']) => ({ method: method === 'ALL' ? 'POST' : method, path: at, permission }),
);
const SCOPES = ['ingest', 'ask', 'read', 'answer', 'admin'] as const;
/** As the page says it in its second table. */
const HAS: Readonly<Record<string, readonly string[]>> = {
  anonymous: ['public'],
  outsider: ['public', 'signed-in'],
  viewer: ['public', 'signed-in', 'read'],
  operator: ['public', 'signed-in', 'read', 'ask', 'answer'],
  admin: ['public', 'signed-in', ...SCOPES],
  owner: ['public', 'signed-in', ...SCOPES, 'owner'],
  ...Object.fromEntries(
    SCOPES.map((scope) => [`key ${scope}`, ['public', 'signed-in', ...(scope === 'admin' ? SCOPES : [scope])]]),
  ),
};
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
  const ids: Record<string, Record<string, string>> = {};
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
    ids.apple = await fill('shop', 'apple');
    ids.zebra = await fill('bank', 'zebra');
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

  /** One of everything, with the word in all that can hold one. */
  async function fill(project: string, word: string): Promise<Record<string, string>> {
    const key = { 'x-binnacle-key': await accounts.key(project, 'admin') };
    const post = async (at: string, body: unknown) => {
      const answer = await server.post(at, body, key);
      if (!answer.ok) throw new Error(`${at}: ${answer.status} ${await answer.text()}`);
      return (await answer.json()) as Record<string, string>;
    };
    const of = { agent_id: `${word}-agent`, session_id: `${word}-session`, graph_id: `${word}-graph` };
    await post('/api/v1/events', [
      { id: `${word}-event`, type: 'tool:called', ...of, payload: { tool_name: `${word}_tool`, text: `${word} text` } },
      { type: 'model:response', ...of, payload: { model: `${word}-model` } },
      { type: 'user:message', ...of, payload: { text: `${word} says` } },
    ]);
    const action = { tool: `${word}_tool`, args: { command: word } };
    const ask = (msgId: string) =>
      post('/api/v1/questions', { question: `${word}?`, msg_id: `${word}-${msgId}`, kind: 'approval', action, ...of });
    const [open, closed] = [await ask('open'), await ask('closed')];
    await post(`/api/v1/questions/${closed.id}/answer`, { decision: 'approve', scope: 'session' });
    const rules = (await (await server.get('/api/v1/approval-rules', key)).json()) as { data: { id: string }[] };
    await post('/api/v1/dashboards', { id: `${word}-board`, name: `${word} board`, panels: [{ panel: 'event-log' }] });
    await post(`/api/v1/agents/${of.agent_id}/messages`, { text: `${word} message` });
    await fetch(`${server.url}/api/v1/workspaces/${of.agent_id}/kv/${word}-key`, {
      method: 'PUT',
      headers: { ...key, 'content-type': 'application/json' },
      body: JSON.stringify(`${word} value`),
    });
    return {
      agent: of.agent_id,
      session: of.session_id,
      graph: of.graph_id,
      event: `${word}-event`,
      question: open.id ?? '',
      rule: rules.data[0]?.id ?? '',
      board: `${word}-board`,
      key: `${word}-key`,
    };
  }

  const KINDS: readonly (readonly [RegExp, string])[] = [
    [/\/agents?\/:|\/workspaces\//, 'agent'],
    [/\/sessions\//, 'session'],
    [/\/graphs\//, 'graph'],
    [/\/events?\/:/, 'event'],
    [/questions\//, 'question'],
    [/rules\//, 'rule'],
    [/\/dashboards\/|\/d\//, 'board'],
  ];
  const filled = (at: string, word: string): string => {
    const kind = KINDS.find(([pattern]) => pattern.test(at))?.[1];
    return at
      .replace(':key', ids[word]?.key ?? 'none')
      .replace(':vendor', 'claude-code')
      .replace(/:\w+/, encodeURIComponent((kind && ids[word]?.[kind]) || 'none'));
  };

  /** Status and code; a stream is left as soon as it begins. */
  async function ask({ method, path: at }: Pick<Route, 'method' | 'path'>, headers: Headers) {
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
        const name = `${route.method} ${route.path}`;
        if (may && (NOT_ALLOWED_HERE.has(name) || route.permission === 'public')) continue;
        // Of ids nobody has: what is allowed changes nothing.
        const { status, code } = await ask({ ...route, path: filled(route.path, 'nobody') }, headers);
        const refused = (status === 401 || status === 403) && (code === undefined || REFUSALS.has(code));
        const expected = who === 'anonymous' ? 401 : 403;
        if (may ? refused : isPersons && who !== 'anonymous' ? !refused : status !== expected)
          wrong.push([name, route.permission, status, code]);
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

  it.each(['owner', 'admin', 'key admin'])(
    'gives %s nothing of another project at any address',
    async (who) => {
      const headers = callers.get(who) ?? {};
      const found: string[] = [];
      let seen = 0;
      const lists = ROUTES.filter(
        ({ method, permission }) => method === 'GET' && permission !== 'public' && permission !== 'owner',
      );
      const more = [
        '/history/complete?query=agent:',
        '/history/complete?query=z',
        '/history?query=zebra',
        '/api/v1/events?query=zebra',
        '/api/v1/stats?by=agent',
        '/api/v1/stats?by=tool',
        '/api/v1/stats?by=model&step=1d',
        '/inbox/batch?tool=zebra_tool',
        '/api/v1/events?agent_id=zebra-agent',
      ];
      for (const at of [...lists.map((route) => filled(route.path, 'apple')), ...more]) {
        for (const accept of ['text/html,application/json', 'application/x-ndjson']) {
          const answer = await ask({ method: 'GET', path: at }, { ...headers, accept });
          // What this test asked for stands in the project's own audit log.
          const text = answer.text.replaceAll(/(?:query|agent_id)=zebra/g, '');
          const { status } = answer;
          expect([at, status]).toEqual([at, expect.any(Number)]);
          if (text.includes('zebra') && !at.includes('zebra')) found.push(at);
          // What was asked for stands on the page too.
          if (at.includes('zebra') && /zebra (text|says|message|board|value)/.test(text)) found.push(at);
          if (text.includes('apple')) seen++;
        }
      }
      expect(found).toEqual([]);
      expect(seen).toBeGreaterThan(20);
    },
    120_000,
  );

  it.each(['owner', 'admin', 'key admin'])(
    'answers %s 404 for ids of another project, as if there were none',
    async (who) => {
      const z = ids.zebra ?? {};
      const json = (at: string, method = 'GET') => ({ method, path: at });
      const all = [
        json(`/api/v1/events/${z.event}`),
        json(`/history/event/${z.event}`),
        json(`/api/v1/questions/${z.question}`),
        json(`/api/v1/questions/zebra-open?wait=0`),
        json(`/api/v1/questions/${z.question}`, 'DELETE'),
        json(`/api/v1/questions/${z.question}/resumed`, 'POST'),
        json(`/api/v1/questions/${z.question}/claim`, 'POST'),
        json(`/api/v1/approval-rules/${z.rule}`, 'DELETE'),
        json(`/api/v1/dashboards/${z.board}`),
        json(`/api/v1/dashboards/${z.board}`, 'DELETE'),
        json(`/api/v1/dashboards/${z.board}/home`, 'PUT'),
        json(`/d/${z.board}`),
        json(`/dashboards/${z.board}/edit`),
        json(`/events?dashboard=${z.board}`),
        json(`/dashboards/new?from=${z.board}`),
        json(`/dashboards/${z.board}/delete`, 'POST'),
        json(`/api/v1/agents/${z.agent}`),
        json(`/agents/${z.agent}`),
        json(`/sessions/${z.session}`),
        json(`/api/v1/sessions/${z.session}`),
        json(`/graphs/${z.graph}`),
        json(`/api/v1/graphs/${z.graph}`),
        json(`/api/v1/workspaces/${z.agent}/kv/${z.key}`),
        json(`/inbox/questions/${z.question}/claim`, 'POST'),
        json(`/inbox/rules/${z.rule}/revoke`, 'POST'),
      ];
      const answers = [];
      for (const one of all) answers.push([one.method, one.path, (await ask(one, callers.get(who) ?? {})).status]);
      expect(answers).toEqual(all.map(({ method, path: at }) => [method, at, 404]));
      const answer = await server.post(
        `/api/v1/questions/${z.question}/answer`,
        { decision: 'approve' },
        callers.get(who) ?? {},
      );
      expect(answer.status).toBe(404);
    },
  );

  it('streams what happens in a project to those in it, and to nobody else', async () => {
    const headers = callers.get('owner') ?? {};
    const at = [
      '/events',
      '/api/v1/events/stream?after=0',
      '/history/live?after=0',
      '/inbox/live',
      '/agents/apple-agent/messages/live',
      '/agents/zebra-agent/messages/live',
    ];
    const streams = await Promise.all(at.map((one) => SseClient.open(server.url + one, headers)));
    const resumed = await SseClient.open(`${server.url}/api/v1/events/stream`, { ...headers, 'last-event-id': '0' });
    const send = async (project: string, word: string) => {
      const key = { 'x-binnacle-key': await accounts.key(project, 'admin') };
      await server.post(
        '/api/v1/events',
        { type: 'user:message', agent_id: `${word}-agent`, payload: { text: `${word} live` } },
        key,
      );
      await server.post('/api/v1/questions', { question: `${word} live?`, agent_id: `${word}-agent` }, key);
      await server.post(`/api/v1/agents/${word}-agent/messages`, { text: `${word} live` }, key);
    };
    await send('bank', 'zebra');
    await send('shop', 'apple');
    const textOf = (stream: SseClient) => stream.messages.map(({ data }) => data).join('\n');
    // Commits are in order: who has the later one was passed by the earlier one.
    for (const stream of [...streams.slice(0, 5), resumed])
      while (!textOf(stream).includes('apple live')) await new Promise((resolve) => setTimeout(resolve, 20));
    const shown = [...streams, resumed].map(
      (stream) => textOf(stream).includes('zebra live') || textOf(stream).includes('zebra text'),
    );
    for (const stream of [...streams, resumed]) stream.close();
    expect(shown).toEqual(shown.map(() => false));
  }, 60_000);
});
