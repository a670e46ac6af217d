/** What whoever runs the server sees of it: health checks, metrics, request ids, the log. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestAccounts } from '../support/accounts.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';
import { SseClient } from '../support/sse-client.js';
import { TcpProxy } from '../support/tcp-proxy.js';

describe('health checks', () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  let server: TestServer;
  beforeAll(async () => {
    database = await createTestDatabase();
    proxy = await TcpProxy.inFrontOf(database.url);
    server = await TestServer.start({ databaseUrl: proxy.url });
  }, 120_000);
  afterAll(async () => {
    await server?.stop();
    await proxy?.close();
    await database?.drop();
  });

  it('say that the process lives, and that it is ready part by part', async () => {
    expect(await server.json('/healthz')).toEqual({ status: 'ok' });
    const ready = await server.json('/readyz');
    const up = { status: 'up' };
    expect(ready).toEqual({
      status: 'ok',
      last_seq: expect.stringMatching(/^\d+$/),
      checks: { database: up, migrations: up, ingest: up, process: up },
    });
    expect(await server.json('/health')).toEqual({ ...ready, last_seq: expect.any(String) });
    expect((await server.get('/readyz')).headers.get('cache-control')).toBe('no-store');
  });

  it('say that a database is away without calling the process dead, and recover', async () => {
    proxy.fault = () => 'refuse';
    const response = await server.get('/readyz');
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(await response.json()).toMatchObject({
      code: 'not_ready',
      detail: expect.stringContaining('database: '),
      checks: { database: { status: 'down' }, process: { status: 'up' } },
    });
    expect((await server.get('/healthz')).status).toBe(200);
    expect(await server.get('/metrics').then((answer) => answer.text())).toContain('binnacle_database_up 0');
    proxy.fault = () => undefined;
    for (const deadline = Date.now() + 20_000; (await server.get('/readyz')).status !== 200; )
      if (Date.now() > deadline) throw new Error('it did not recover');
  }, 60_000);

  it('say that a newer server has migrated the database meanwhile', async () => {
    const { default: pg } = await import('pg');
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const add = `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'x', '29990101000000_later', now())`;
    try {
      await client.query(add);
      expect(await (await server.get('/readyz')).json()).toMatchObject({
        code: 'not_ready',
        checks: {
          migrations: { status: 'down', message: expect.stringMatching(/newer Binnacle: 29990101000000_later/) },
        },
      });
    } finally {
      await client.query(`DELETE FROM _prisma_migrations WHERE id = 'x'`);
      await client.end();
    }
  });

  /** Holds what `sql` locks until it is called. */
  const locked = async (sql: string): Promise<() => Promise<void>> => {
    const { default: pg } = await import('pg');
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query('BEGIN');
    await client.query(sql);
    return async () => {
      await client.query('ROLLBACK');
      await client.end();
    };
  };
  const until503 = async (at: TestServer) => {
    for (;;) {
      const response = await at.get('/readyz');
      if (response.status === 503) return (await response.json()) as unknown;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  it('say that nothing is committed any more, how much waits, and that it goes on', async () => {
    const release = await locked('SELECT 1 FROM archive_head FOR UPDATE');
    const sent = server.send([{ type: 'agent:started' }, { type: 'agent:completed' }]);
    expect(await until503(server)).toMatchObject({
      code: 'not_ready',
      detail: expect.stringMatching(/^ingest: 2 events wait, and none was committed for \d+ s$/),
      checks: { database: { status: 'up' }, ingest: { status: 'down' }, process: { status: 'up' } },
    });
    expect((await server.get('/healthz')).status).toBe(200);
    await release();
    expect(await sent).toMatchObject({ accepted: 2 });
    expect((await server.get('/readyz')).status).toBe(200);
  }, 60_000);

  it('say that the server is stopping, as long as something holds it up', async () => {
    const other = await TestServer.start({ databaseUrl: database.url });
    // What looks after deadlines is let end first, and can't look.
    const release = await locked('LOCK TABLE questions IN ACCESS EXCLUSIVE MODE');
    const blocked = `SELECT 1 FROM pg_locks WHERE relation = 'questions'::regclass AND NOT granted`;
    const accounts = await TestAccounts.of(database.url);
    // Of both servers.
    while (((await accounts.query(blocked)).rowCount ?? 0) < 2) await new Promise((resolve) => setTimeout(resolve, 50));
    const stopped = other.stop();
    expect(await until503(other)).toMatchObject({
      code: 'not_ready',
      detail: 'process: the server is stopping',
      checks: { database: { status: 'up' }, process: { status: 'down' } },
    });
    expect((await other.get('/healthz')).status).toBe(200);
    await release();
    expect(await stopped).toBe(0);
    await accounts.close();
  }, 60_000);
});

describe('metrics', () => {
  let database: TestDatabase;
  let server: TestServer;
  beforeAll(async () => {
    database = await createTestDatabase();
    server = await TestServer.start({ databaseUrl: database.url });
  }, 120_000);
  afterAll(async () => {
    await server?.stop();
    await database?.drop();
  });

  /** Name with labels → value. */
  const scrape = async () => {
    const response = await server.get('/metrics');
    expect(response.headers.get('content-type')).toContain('text/plain');
    const lines = (await response.text()).split('\n').filter((line) => line && !line.startsWith('#'));
    return new Map(
      lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
    );
  };

  it('count what comes in by its door and what became of it, and never by agent', async () => {
    const agent = 'agent-that-must-not-be-a-label';
    await server.send([
      { id: 'one', type: 'agent:started', agent_id: agent },
      { id: 'two', type: 'agent:completed', agent_id: agent },
      { id: 'two', type: 'agent:completed', agent_id: agent },
      { type: 'no type' },
    ]);
    await server.post('/hooks/claude-code', { hook_event_name: 'SessionStart', session_id: 's', source: 'startup' });
    const found = await scrape();
    expect(found.get('binnacle_ingest_batches_total{door="rest"}')).toBe(1);
    const events = (outcome: string) => found.get(`binnacle_ingest_events_total{door="rest",outcome="${outcome}"}`);
    expect(['accepted', 'duplicates', 'rejected'].map(events)).toEqual([2, 1, 1]);
    expect(found.get('binnacle_ingest_events_total{door="hooks",outcome="accepted"}')).toBeGreaterThan(0);
    expect(found.get('binnacle_commit_duration_seconds_count')).toBeGreaterThan(0);
    expect([...found.keys()].join('\n')).not.toContain(agent);
  });

  it('count viewers and frames, and questions until they are answered and fetched', async () => {
    const viewer = await SseClient.open(`${server.url}/events`);
    await server.send({
      id: 'asked',
      type: 'agent:blocked',
      agent_id: 'a',
      payload: { msg_id: 'm', question: 'Go on?' },
    });
    await viewer.until((messages) => messages.some(({ data }) => data.includes('Go on?')));
    let found = await scrape();
    // Counted anew every few seconds.
    for (const deadline = Date.now() + 20_000; found.get('binnacle_questions_waiting') !== 1; found = await scrape())
      if (Date.now() > deadline) break;
    expect(found.get('binnacle_viewers')).toBe(1);
    expect(found.get('binnacle_frames_total')).toBeGreaterThan(0);
    expect(found.get('binnacle_frame_bytes_total')).toBeGreaterThan(100);
    expect(found.get('binnacle_questions_waiting')).toBe(1);
    expect(found.get('binnacle_questions_oldest_seconds')).toBeGreaterThan(0);
    expect(found.get('binnacle_plugin_views_total{part="panel:blocked-agents"}')).toBeGreaterThan(0);
    viewer.close();
  });

  it('are bounded: no more series after a thousand agents, tools and types than before', async () => {
    const before = (await scrape()).size;
    await server.send(
      Array.from({ length: 1_000 }, (_, index) => ({
        type: `acme:thing-${index}`,
        agent_id: `agent-${index}`,
        session_id: `session-${index}`,
        payload: { tool_name: `tool-${index}` },
      })),
    );
    for (let index = 0; index < 50; index++) await server.get(`/no/such/page-${index}`);
    expect((await scrape()).size - before).toBeLessThan(30);
  });

  it('tell the database and its pools', async () => {
    const found = await scrape();
    expect(found.get('binnacle_database_up')).toBe(1);
    expect(found.get('binnacle_database_bytes')).toBeGreaterThan(1_000_000);
    expect(found.get('binnacle_database_connections{pool="binnacle-writer",state="idle"}')).toBeGreaterThan(0);
    expect(found.has('binnacle_database_waiting{pool="binnacle"}')).toBe(true);
  });

  it('are read by this machine only, and not through a proxy that nobody has named', async () => {
    const response = await server.get('/metrics', { 'x-forwarded-for': '192.0.2.1' });
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([403, 'metrics_refused']);
  });

  it('ask for the token when there is one', async () => {
    const token = 'a-token-for-scrapers';
    const other = await TestServer.start({ databaseUrl: database.url, env: { BINNACLE_METRICS_TOKEN: token } });
    try {
      const status = async (headers: Record<string, string>) => (await other.get('/metrics', headers)).status;
      expect(await status({})).toBe(403);
      expect(await status({ authorization: 'Bearer a-token-for-scraperz' })).toBe(403);
      expect(await status({ authorization: `Basic ${btoa(`x:${token}`)}` })).toBe(403);
      expect(await status({ authorization: `Bearer ${token}` })).toBe(200);
    } finally {
      await other.stop();
    }
  }, 120_000);
});

describe('request ids and the log', () => {
  let database: TestDatabase;
  let server: TestServer;
  beforeAll(async () => {
    database = await createTestDatabase();
    server = await TestServer.start({
      databaseUrl: database.url,
      env: { LOG_LEVEL: 'info', BINNACLE_ACCESS_LOG: '1', BINNACLE_TRUSTED_PROXIES: '127.0.0.1' },
    });
  }, 120_000);
  afterAll(async () => {
    await server?.stop();
    await database?.drop();
  });

  interface Line {
    readonly reqId?: string;
    readonly [member: string]: unknown;
  }
  /** The log's lines of a request, once one has come. */
  const logged = async (id: string): Promise<Line[]> => {
    for (const deadline = Date.now() + 10_000; ; await new Promise((resolve) => setTimeout(resolve, 20))) {
      const lines = server.log.split('\n').filter((line) => line.startsWith('{'));
      const found = lines.map((line) => JSON.parse(line) as Line).filter(({ reqId }) => reqId === id);
      if (found.length > 0) return found;
      if (Date.now() > deadline) throw new Error(`nothing was logged for ${id}:\n${server.log}`);
    }
  };

  it('an id that a client sends comes back and stands in the log and in refusals', async () => {
    const response = await server.get('/api/v1/events?limit=many', { 'x-request-id': 'trace-7.a' });
    expect(response.headers.get('x-request-id')).toBe('trace-7.a');
    expect(await response.json()).toMatchObject({ code: 'invalid_query', request_id: 'trace-7.a' });
    expect((await logged('trace-7.a')).at(-1)).toMatchObject({ msg: 'request', method: 'GET', status: 400 });
  });

  it('a page that says what went wrong says it too', async () => {
    const response = await server.get('/no/such/page', { 'x-request-id': 'page-7', accept: 'text/html' });
    expect([response.status, response.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
    expect(await response.text()).toContain('<code>page-7</code>');
  });

  it.each(['', 'has space', '"quote', '<b>', 'a'.repeat(129), 'semi;colon'])(
    'an id that is not usable is replaced: %j',
    async (given) => {
      const { headers } = await server.get('/healthz', { 'x-request-id': given });
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    },
  );

  it('streams have one too', async () => {
    const stream = await SseClient.open(`${server.url}/events`, { 'x-request-id': 'stream-1' });
    expect(stream.response.headers['x-request-id']).toBe('stream-1');
    stream.close();
    expect((await logged('stream-1')).at(-1)).toMatchObject({ route: '/events', status: 200 });
  });

  it('the access log has the client behind a trusted proxy, and no secret', async () => {
    const secret = 'hunter2hunter2';
    await server.get(`/api/v1/events?limit=1&key=${secret}&token=${secret}&datastar=%7B%22a%22%3A%22${secret}%22%7D`, {
      'x-request-id': 'secrets-1',
      'x-forwarded-for': '203.0.113.9',
      authorization: `Bearer ${secret}`,
      cookie: `sid=${secret}`,
      'x-api-key': secret,
      'x-binnacle-key': secret,
      'x-csrf-token': secret,
      'user-agent': `curl Bearer ${secret}`,
    });
    const [line] = await logged('secrets-1');
    expect(line).toMatchObject({ address: '203.0.113.9', route: '/api/v1/events' });
    // What is in a path is as good as a password.
    const links = ['/invite/', '/reset/', '/setup/', '/notify/answer/'].map((path) => path + secret);
    for (const link of links) {
      const id = `link-${link.split('/')[1]}`;
      await server.post(link, '', { 'x-request-id': id, 'content-type': 'application/x-www-form-urlencoded' });
      expect((await logged(id)).at(-1)?.url).toBe(link.replace(secret, '[redacted]'));
    }
    expect(server.log).not.toContain(secret);
  });
});
