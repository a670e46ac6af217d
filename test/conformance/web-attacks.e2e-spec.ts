/**
 * What other sites, and those who send them, try: every route that changes something, from elsewhere; redirects, headers and sessions
 * of an attacker's choice. Paths out of the assets are in limits, the time that a login takes in libs/auth.
 */
import net from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestAccounts } from '../support/accounts.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { type ListedRoute, ROUTES } from '../support/route-list.js';
import { TestServer } from '../support/server.js';
import { OWNER, onceIn, ownerEnv, WebSession } from '../support/web-session.js';

type Headers = Readonly<Record<string, string>>;

/** Routes that change something; `/mcp` takes every method. Of a plugin's controller there is one too. */
const CHANGING: readonly ListedRoute[] = [
  ...ROUTES.filter(({ method }) => method !== 'GET'),
  ...['PUT', 'PATCH', 'DELETE'].map((method) => ({ name: `${method} /mcp`, method, path: '/mcp', permission: 'ask' })),
  { name: 'POST of a plugin', method: 'POST', path: '/plugins/ledger/answer/x', permission: 'answer' },
];
/** No session is asked for here, and so no token: whoever has the password or the link may. Other origins may not. */
const PUBLIC = [
  'POST /invite/:token',
  'POST /login',
  'POST /notify/answer/:token',
  'POST /reset/:token',
  'POST /setup',
  'POST /setup/:token',
];
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const at = ({ path: where }: ListedRoute) => where.replace(':vendor', 'claude-code').replaceAll(/:\w+/g, 'nobody');

/** By doors that answer in their clients' own shapes. */
const SAID: readonly (readonly [RegExp, string])[] = [
  [/does not carry the token of this session/, 'csrf_refused'],
  [/is another site/, 'cross_origin'],
];

async function send(server: TestServer, route: ListedRoute, headers: Headers) {
  const answer = await fetch(server.url + at(route), {
    method: route.method,
    headers,
    redirect: 'manual',
    ...(headers['content-type'] && { body: '' }),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    code: /"code":"(\w+)"/.exec(text)?.[1] ?? SAID.find(([words]) => words.test(text))?.[1],
  };
}

/** What is kept, without what a request leaves by being seen, and without the sums that are folded from events a moment later. */
async function kept(accounts: TestAccounts): Promise<Record<string, string>> {
  const { rows } = await accounts.query(
    `SELECT relname AS name FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition
     AND relnamespace = 'public'::regnamespace AND relname NOT IN ('rollups', 'entities', 'trace_nodes') ORDER BY 1`,
  );
  const state: Record<string, string> = {};
  for (const { name } of rows) {
    const found = await accounts.query(
      `SELECT (to_jsonb(t) - '{last_seen_at,folded_seq}'::text[])::text AS row FROM "${name}" t ORDER BY 1`,
    );
    state[name] = found.rows.map(({ row }) => row).join('\n');
  }
  return state;
}

describe('with accounts', () => {
  let database: TestDatabase;
  let server: TestServer;
  let accounts: TestAccounts;
  let owner: WebSession;
  beforeAll(async () => {
    database = await createTestDatabase();
    accounts = await TestAccounts.of(database.url);
    server = await TestServer.start({
      databaseUrl: database.url,
      cwd: path.resolve(import.meta.dirname, '../fixtures/kinds'),
      env: { ...ownerEnv, BINNACLE_PLUGINS: './ledger.ts', BINNACLE_RATE_READ: '0', BINNACLE_RATE_INGEST: '0' },
    });
    owner = await WebSession.owner(server);
  }, 60_000);
  afterAll(async () => {
    await server?.stop();
    await accounts?.close();
    await database?.drop();
  });

  describe('a page of another site', () => {
    it('changes nothing by any route: the cookie alone is not enough', async () => {
      expect(CHANGING.length).toBeGreaterThan(80);
      const before = await kept(accounts);
      const other = (await WebSession.owner(server)).csrfToken;
      const afterLogin = await kept(accounts);
      const attempts: readonly Headers[] = [
        {},
        FORM,
        { 'content-type': 'text/plain' },
        { 'x-csrf-token': '' },
        { 'x-csrf-token': 'guessed' },
        { ...FORM, 'x-csrf-token': other },
      ];
      const done: unknown[] = [];
      for (const route of CHANGING.filter(({ name }) => !PUBLIC.includes(name))) {
        for (const headers of attempts) {
          const { status, code } = await send(server, route, { cookie: owner.cookie, ...headers });
          if (status !== 403 || code !== 'csrf_refused') done.push([route.name, headers, status, code]);
        }
      }
      expect(done).toEqual([]);
      expect(await kept(accounts)).toEqual(afterLogin);
      expect(afterLogin.sessions).not.toBe(before.sessions);
    }, 60_000);

    it('changes nothing by any route from its own origin, not even with the token, nor where none is asked', async () => {
      const before = await kept(accounts);
      const done: unknown[] = [];
      const token = { cookie: owner.cookie, 'x-csrf-token': owner.csrfToken };
      for (const route of CHANGING) {
        for (const origin of ['https://evil.example.com', 'null', `${server.url}.evil.example.com`]) {
          const { status, code } = await send(server, route, { ...token, origin });
          if (status !== 403 || code !== 'cross_origin') done.push([route.name, origin, status, code]);
        }
      }
      expect(done).toEqual([]);
      expect(await kept(accounts)).toEqual(before);
    }, 60_000);

    it('is not let in as somebody else: there is no other route without a session than those of passwords and links', () => {
      const open = CHANGING.filter(({ permission }) => permission === 'public').map(({ name }) => name);
      expect(open.sort()).toEqual(PUBLIC);
    });

    it('takes no answer and no message by a link to it', async () => {
      const key = { 'x-binnacle-key': await accounts.key('default', 'admin') };
      const asked = await server.post('/api/v1/questions', { question: 'Go?', agent_id: 'scout', msg_id: 'q' }, key);
      const { id } = (await asked.json()) as { id: string };
      await server.post(`/api/v1/questions/${id}/answer`, { value: 'yes' }, key);
      await server.post('/api/v1/agents/scout/messages', { text: 'look up' }, key);
      const state = async () => {
        const { rows } = await accounts.query(
          'SELECT (SELECT delivered_at FROM questions), (SELECT read_at FROM messages)',
        );
        return rows[0] as { delivered_at: Date | null; read_at: Date | null };
      };
      const takes = [`/api/v1/questions/${id}?wait=0`, '/api/v1/agents/scout/messages?wait=0'];
      const asks = ROUTES.filter(({ method, permission }) => method === 'GET' && permission === 'ask');
      for (const where of [...takes, ...asks.map(at)]) {
        for (const site of ['cross-site', 'same-site']) {
          const answer = await server.get(where, { cookie: owner.cookie, 'sec-fetch-site': site });
          const { code } = (await answer.json()) as { code: string };
          expect([where, answer.status, code]).toEqual([where, 403, 'cross_origin']);
        }
      }
      expect(await state()).toEqual({ delivered_at: null, read_at: null });
      // Somebody who looks by hand, and the agent.
      expect((await server.get(takes[0] ?? '', { cookie: owner.cookie, 'sec-fetch-site': 'none' })).status).toBe(200);
      expect((await server.get(takes[1] ?? '', key)).status).toBe(200);
      while ((await state()).read_at === null) await new Promise((resolve) => setTimeout(resolve, 20));
    });

    it('is refused for its origin and its missing token only: the page itself may do all that', async () => {
      const { headers } = await accounts.person({ name: 'Olga', isOwner: true });
      const own = { ...headers, origin: server.url };
      const wrong: unknown[] = [];
      // What starts programs is not tried.
      for (const route of CHANGING.filter(({ name }) => name !== 'POST /demo' && name !== 'POST /logout')) {
        const { status, code } = await send(server, route, own);
        if (code === 'csrf_refused' || code === 'cross_origin' || status >= 500) wrong.push([route.name, status, code]);
      }
      expect(wrong).toEqual([]);
    }, 60_000);
  });

  describe('a redirect', () => {
    const ELSEWHERE = [
      'https://evil.example.com/',
      '//evil.example.com',
      '/\\evil.example.com',
      '\\\\evil.example.com',
      '/\t/evil.example.com',
      '/x/..//evil.example.com',
      'javascript:alert(1)',
    ];
    const leads = (answer: Response) => {
      const to = answer.headers.get('location') ?? '';
      return [answer.status, new URL(to, server.url).origin === new URL(server.url).origin ? 'here' : to];
    };

    it.each(ELSEWHERE)('leads nowhere else by %j, wherever a next place may be named', async (next) => {
      const query = `?next=${encodeURIComponent(next)}`;
      expect(leads(await owner.get(`/login${query}`))).toEqual([303, 'here']);
      expect(leads(await new WebSession(server).post('/login', { ...OWNER, next }))).toEqual([303, 'here']);
      expect(leads(await owner.post('/settings/projects/choose', { project: 'default', next }))).toEqual([303, 'here']);
      const form = await (await new WebSession(server).get(`/login${query}`)).text();
      expect(form).not.toContain('evil.example.com');
      expect(form).not.toContain('javascript:');
    });

    it('to sign in keeps the place only as a place here', async () => {
      const answer = await raw('GET //evil.example.com/%2e%2e HTTP/1.1', ['accept: text/html']);
      const to = /^location: (.*)$/im.exec(answer)?.[1]?.trim() ?? '/';
      expect(new URL(to, server.url).origin).toBe(new URL(server.url).origin);
      const form = await (await server.get(to.startsWith('/login') ? to : '/login')).text();
      expect(form).not.toMatch(/name="next" value="(?:\/\/|http)/);
    });
  });

  /** Exactly these bytes: fetch would not send them. */
  const raw = (line: string, headers: readonly string[] = []) =>
    new Promise<string>((resolve, reject) => {
      const head = [line, 'host: 127.0.0.1', 'connection: close', ...headers].join('\r\n');
      const socket = net.connect(server.port, '127.0.0.1', () => socket.write(`${head}\r\n\r\n`));
      let text = '';
      socket.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      socket.once('close', () => resolve(text)).once('error', reject);
    });

  describe('a header', () => {
    const LINES = [
      'a\r\nx-injected: 1',
      'a\nx-injected: 1',
      'a\r\n\r\n<script>',
      'a\u2028x-injected: 1',
      'a%0d%0ax-injected:%201',
    ];

    it.each(LINES)('is not written by %j in what comes back in one', async (text) => {
      const key = { 'x-binnacle-key': await accounts.key('default', 'admin') };
      const word = encodeURIComponent(text);
      const answers = [
        await server.get(`/api/v1/events?limit=1&agent_id=${word}`, key),
        await server.get(`/login?next=/${word}`),
        await owner.get(`/login?next=/${word}`),
        await new WebSession(server).get(`/${word}`),
        await new WebSession(server).post('/login', { ...OWNER, next: `/${text}` }),
        await owner.post('/inbox/name', { name: text }),
        await owner.post('/settings/projects/choose', { project: text, next: `/${text}` }),
        await server.post('/api/v1/questions', { question: 'Go?', msg_id: text, agent_id: text }, key),
        await server.post(`/api/v1/agents/${word}/messages`, `text=hi&_csrf=${owner.csrfToken}`, {
          ...FORM,
          cookie: owner.cookie,
        }),
        await server.post('/api/v1/dashboards', { id: text, name: text, panels: [] }, key),
        await server.get(`/api/v1/dashboards/${word}?download=1`, key),
        await server.get('/api/v1/events', { ...key, 'x-request-id': `bad id ${word}` }),
        await server.get(`/assets/${word}`),
      ];
      for (const answer of answers) {
        await answer.text();
        expect([answer.url, answer.headers.get('x-injected')]).toEqual([answer.url, null]);
        expect([answer.url, answer.status < 500]).toEqual([answer.url, true]);
        const values = [...answer.headers.values()].join('');
        expect(values).not.toMatch(/[\r\n\u2028]|x-injected: 1|bad id/);
      }
    });

    it('of a request id comes back as it is, or not at all', async () => {
      const idOf = async (given: string) =>
        /^x-request-id: (.*)$/im.exec(await raw('GET /healthz HTTP/1.1', [`x-request-id: ${given}`]))?.[1]?.trim();
      expect(await idOf('trace-1:a/b')).toBe('trace-1:a/b');
      for (const odd of ['a b', '<script>', 'x'.repeat(129), 'ä', '"'])
        expect(await idOf(odd)).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
    });
  });

  describe('a session', () => {
    const cookieOf = (session: WebSession) => session.cookies.get('binnacle_session') ?? '';
    const whoIs = async (token: string) => {
      const answer = await server.get('/account', { cookie: `binnacle_session=${token}`, accept: 'text/html' });
      return answer.status === 200 ? (/[\w.]+@example\.com/.exec(await answer.text())?.[0] ?? 'somebody') : 'nobody';
    };

    it('that was planted, even a valid one of somebody else, is never that of who joins, resets or signs in with it', async () => {
      const mallory = await owner.invite('mallory@example.com', 'viewer', 'the password of mallory');
      const link = async (name: string) => {
        const answer = await owner.post('/settings/people/invite', { email: `${name}@example.com`, role: 'viewer' });
        return new URL(onceIn(await answer.text())).pathname;
      };
      const victim = new WebSession(server);
      const plant = async () => {
        const bait = new WebSession(server);
        await bait.signIn('mallory@example.com', 'the password of mallory');
        victim.cookies.set('binnacle_session', cookieOf(bait));
        return cookieOf(bait);
      };
      const afterwards = async (planted: string) => [
        cookieOf(victim) !== planted,
        await whoIs(cookieOf(victim)),
        await whoIs(planted),
      ];

      let planted = await plant();
      const [password, next] = ['the password of vic', 'the next one of vic'];
      // A form of a page that the planted session does not know: no token is asked for.
      expect((await victim.post(await link('vic'), { name: 'vic', password })).status).toBe(303);
      expect(await afterwards(planted)).toEqual([
        true,
        'vic@example.com',
        expect.stringMatching(/^(?:nobody|mallory@example\.com)$/),
      ]);

      planted = await plant();
      expect((await victim.signIn('vic@example.com', password)).status).toBe(303);
      expect(await afterwards(planted)).toEqual([true, 'vic@example.com', 'nobody']);

      const { rows } = await accounts.query("SELECT id FROM users WHERE email = 'vic@example.com'");
      const reset = new URL(onceIn(await (await owner.post(`/settings/people/${rows[0]?.id}/reset`)).text())).pathname;
      planted = await plant();
      expect((await victim.post(reset, { password: next })).status).toBe(303);
      expect(await afterwards(planted)).toEqual([
        true,
        'vic@example.com',
        expect.stringMatching(/^(?:nobody|mallory@example\.com)$/),
      ]);

      for (const made of ['x'.repeat(43), 'A', '../x', cookieOf(mallory).toLowerCase()]) {
        victim.cookies.set('binnacle_session', made);
        await victim.signIn('vic@example.com', next);
        expect([cookieOf(victim) === made, await whoIs(made)]).toEqual([false, 'nobody']);
      }
    });
  });
});

describe('without accounts, on loopback', () => {
  let database: TestDatabase;
  let server: TestServer;
  let accounts: TestAccounts;
  beforeAll(async () => {
    database = await createTestDatabase();
    accounts = await TestAccounts.of(database.url);
    server = await TestServer.start({
      databaseUrl: database.url,
      env: { BINNACLE_RATE_READ: '0', BINNACLE_RATE_INGEST: '0' },
    });
  });
  afterAll(async () => {
    await server?.stop();
    await accounts?.close();
    await database?.drop();
  });

  it('a page of another site changes nothing by any route, and takes nothing by a picture of it', async () => {
    await server.post('/api/v1/agents/scout/messages', { text: 'look up' });
    const before = await kept(accounts);
    const done: unknown[] = [];
    for (const route of CHANGING) {
      for (const headers of [{}, FORM, { 'content-type': 'text/plain' }]) {
        const { status, code } = await send(server, route, { ...headers, origin: 'https://evil.example.com' });
        if (status !== 403 || code !== 'cross_origin') done.push([route.name, headers, status, code]);
      }
    }
    const picture = await server.get('/api/v1/agents/scout/messages?wait=0', { 'sec-fetch-site': 'cross-site' });
    expect([picture.status, done]).toEqual([403, []]);
    expect(await kept(accounts)).toEqual(before);
  }, 60_000);
});
