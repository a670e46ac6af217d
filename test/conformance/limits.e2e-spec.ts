/** What keeps one caller from taking the server from all others, and what a caller may say about itself. */
import net from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { HookClient } from '../support/hooks.js';
import { connectMcp } from '../support/mcp-clients.js';
import { Asking } from '../support/questions.js';
import { TestServer } from '../support/server.js';
import { SseClient } from '../support/sse-client.js';

/** Servers are started in most of these. */
const SLOW_MS = 120_000;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

describe('rate limits', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await TestServer.start({
      databaseUrl: database.url,
      // Ten at once, and then one every six seconds.
      env: { BINNACLE_RATE_INGEST: '10', BINNACLE_RATE_READ: '10', BINNACLE_RATE_LOGIN: '10' },
    });
  }, SLOW_MS);
  afterAll(() => server?.stop());

  const event = { type: 'agent:started' };
  const spend = async (ask: () => Promise<Response>) => {
    let response = await ask();
    for (let count = 0; count < 15 && response.status !== 429; count++) response = await ask();
    return response;
  };

  it('answer 429 with how long to wait, and say before how much is left', async () => {
    const headers = { authorization: 'Bearer key-of-the-first-test' };
    const first = await server.post('/api/v1/events', event, headers);
    expect([first.status, first.headers.get('ratelimit-policy')]).toEqual([200, '"ingest";q=10;w=60']);
    expect(first.headers.get('ratelimit')).toBe('"ingest";r=9;t=6');
    const refused = await spend(() => server.post('/api/v1/events', event, headers));
    expect(refused.status).toBe(429);
    // Exporters and SDKs that are told to wait longer drop what they hold.
    expect(refused.headers.get('retry-after')).toBe('5');
    expect(await refused.json()).toMatchObject({ code: 'rate_limited', limit: 10, door: 'ingest' });
  });

  it('count each key for itself, and what comes without one by address: a spoofed one changes nothing', async () => {
    expect((await server.post('/api/v1/events', event, { authorization: 'Bearer another-key' })).status).toBe(200);
    const spoofed = (index: number) => ({
      'x-forwarded-for': `198.51.100.${index}`,
      'x-real-ip': `198.51.100.${index}`,
      forwarded: `for=198.51.100.${index}`,
    });
    let index = 0;
    const refused = await spend(() => server.post('/api/v1/events', event, spoofed(index++)));
    expect(refused.status).toBe(429);
  });

  it('count a key wherever it stands, the same one wherever it stands as one', async () => {
    const ways: ((key: string) => [path: string, headers: Record<string, string>])[] = [
      (key) => ['/api/v1/questions', { 'x-binnacle-key': key }],
      (key) => ['/api/v1/questions', { 'x-api-key': key }],
      (key) => ['/api/v1/questions', { authorization: `Bearer ${key}` }],
      (key) => ['/api/v1/questions', { authorization: `Basic ${Buffer.from(`any:${key}`).toString('base64')}` }],
      (key) => [`/mcp?key=${key}`, {}],
    ];
    const left = async ([path, headers]: [string, Record<string, string>]) => {
      const answer = await server.get(path, headers);
      await answer.text();
      return Number(/;r=(\d+);/.exec(answer.headers.get('ratelimit') ?? '')?.[1]);
    };
    for (const way of ways) expect(await left(way(`key-${ways.indexOf(way)}`))).toBe(9);
    const seen: number[] = [];
    for (const way of ways) seen.push(await left(way('the-same-key')));
    expect(seen).toEqual([9, 8, 7, 6, 5]);
  });

  it('bound an address with ever new keys too, at ten times as much', async () => {
    const statuses: number[] = [];
    for (let index = 0; index < 130; index++) {
      const headers = { 'x-api-key': `made-up-${index}` };
      statuses.push((await server.post('/api/v1/events', event, headers)).status);
    }
    expect(statuses.at(-1)).toBe(429);
    expect(statuses.filter((status) => status === 200).length).toBeLessThan(110);
  });

  it('are apart: who may send no more can still read, sign in and be checked', async () => {
    expect((await server.post('/api/v1/events', event)).status).toBe(429);
    expect((await server.get('/api/v1/events')).status).toBe(200);
    expect((await spend(() => server.get('/api/v1/events'))).status).toBe(429);
    for (let count = 0; count < 30; count++) expect((await server.get('/healthz')).status).toBe(200);
    expect((await server.post('/login', {})).status).not.toBe(429);
    expect((await spend(() => server.post('/login', {}))).status).toBe(429);
  });

  it('answer hooks in their own words: no opinion', async () => {
    const response = await server.post('/hooks/claude-code', { hook_event_name: 'Stop', session_id: 's' });
    expect([response.status, await response.text()]).toEqual([200, '{}']);
  });

  it('refuse a call that people should be asked about: no opinion would let it run', async () => {
    const call = { hook_event_name: 'PreToolUse', session_id: 's', tool_name: 'Bash', tool_input: { command: 'ls' } };
    const response = await server.post('/hooks/claude-code?hold=Bash', call);
    expect([response.status, await response.json()]).toEqual([
      200,
      { hookSpecificOutput: expect.objectContaining({ hookEventName: 'PreToolUse', permissionDecision: 'deny' }) },
    ]);
  });

  it('answer exporters of OpenTelemetry with a wait that they bear', async () => {
    const response = await server.post('/v1/traces', { resourceSpans: [] });
    expect(response.status).toBe(429);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(Number(response.headers.get('retry-after'))).toBeLessThanOrEqual(5);
  });
});

describe('a trusted proxy', () => {
  it(
    'says who the client is and that it came by TLS; nobody else does',
    async () => {
      const env = { BINNACLE_RATE_INGEST: '10', BINNACLE_TRUSTED_PROXIES: '127.0.0.0/8' };
      const server = await TestServer.start({ databaseUrl: database.url, env });
      const other = await TestServer.start({ databaseUrl: database.url });
      try {
        const from = (address: string) =>
          server.post('/api/v1/events', { type: 'agent:started' }, { 'x-forwarded-for': address });
        for (let count = 0; count < 12; count++) await from('203.0.113.1');
        expect((await from('203.0.113.1')).status).toBe(429);
        expect((await from('203.0.113.2')).status).toBe(200);
        // What the client put before the proxy's own entry is not believed.
        expect((await from('203.0.113.77, 203.0.113.1')).status).toBe(429);
        const tls = { 'x-forwarded-proto': 'https' };
        expect((await server.get('/healthz', tls)).headers.get('strict-transport-security')).toBe('max-age=31536000');
        expect((await server.get('/healthz')).headers.get('strict-transport-security')).toBeNull();
        expect((await other.get('/healthz', tls)).headers.get('strict-transport-security')).toBeNull();
      } finally {
        await Promise.all([server.stop(), other.stop()]);
      }
    },
    SLOW_MS,
  );

  it(
    'is not needed when the public address says TLS',
    async () => {
      const env = { BINNACLE_PUBLIC_URL: 'https://binnacle.example.com' };
      const server = await TestServer.start({ databaseUrl: database.url, env });
      const { headers } = await server.get('/');
      expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
      await server.stop();
    },
    SLOW_MS,
  );
});

describe('the shape of a request', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await TestServer.start({ databaseUrl: database.url });
  }, SLOW_MS);
  afterAll(() => server?.stop());

  /** Everything the server says to these bytes until it closes. */
  const raw = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = net.connect(server.port, '127.0.0.1', () => socket.write(text, 'latin1'));
      let answer = '';
      socket.setEncoding('utf8').on('data', (chunk) => {
        answer += chunk;
      });
      socket.once('close', () => resolve(answer));
      socket.once('error', reject);
    });

  it('has an address of at most 8,192 characters, and a head of 16 KiB', async () => {
    const long = await server.get(`/history?query=${'a'.repeat(8_192)}`);
    expect([long.status, ((await long.json()) as { code: string }).code]).toEqual([414, 'url_too_long']);
    const head = await raw(`GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: ${'a'.repeat(20_000)}\r\n\r\n`);
    expect(head).toMatch(/^HTTP\/1\.1 431 /);
    expect(head).toContain('headers_too_large');
  });

  it('is refused in one shape when it is no HTTP, or has a malformed address', async () => {
    expect(await raw('this is no HTTP\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 [\s\S]*request_refused/);
    const malformed = await server.get('/agents/%zz');
    expect([malformed.status, malformed.headers.get('content-type')]).toEqual([
      400,
      'application/problem+json; charset=utf-8',
    ]);
  });

  it('has two lengths or two bodies in no way: what a proxy could read otherwise is refused', async () => {
    const both =
      'POST /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n';
    expect(await raw(both)).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('arrives within 15 s: one that trickles in is cut off, while answers that take longer go on', async () => {
    const stream = await SseClient.open(`${server.url}/api/v1/events/stream`);
    const asking = new Asking(server);
    const { id } = await asking.ask({ question: 'Go on?', agent_id: 'patient' });
    const poll = asking.wait(id, 55);
    const message = asking.call('GET', '/api/v1/agents/patient/messages?wait=55');
    const hooks = new HookClient(server, 'claude-code', 'patient-hook', 'hold=Bash&timeout=300');
    const hook = hooks.send('PreToolUse.Bash');
    const mcp = await connectMcp('SDK 1, 2025-11-25', new URL(`${server.url}/mcp?agent=patient-mcp`));
    const call = mcp.call('ask_human', { question: 'Go?' });
    const started = Date.now();
    const slow = net.connect(server.port, '127.0.0.1');
    slow.write('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n');
    const trickle = setInterval(() => slow.writable && slow.write('X-A: b\r\n'), 500);
    let answer = '';
    slow.setEncoding('utf8').on('data', (chunk) => {
      answer += chunk;
    });
    slow.on('error', () => {});
    await new Promise((resolve) => slow.once('close', resolve));
    clearInterval(trickle);
    expect(answer).toMatch(/^HTTP\/1\.1 408 [\s\S]*request_too_slow/);
    expect(Date.now() - started).toBeGreaterThan(14_000);
    // So were all who wait for people.
    const { data } = await server.json<{ data: { id: string }[] }>('/api/v1/questions?state=open');
    expect(data).toHaveLength(3);
    const held = await hooks.question();
    for (const one of data)
      await asking.answer(one.id, one.id === held.id ? { decision: 'approve' } : { answer: 'yes' });
    expect(await poll).toMatchObject({ state: 'answered', answer: 'yes' });
    expect(await hook).toMatchObject({ hookSpecificOutput: { permissionDecision: 'allow' } });
    expect((await call).structuredContent).toMatchObject({ status: 'answered', answer: 'yes' });
    await server.post('/api/v1/agents/patient/messages', { text: 'hello' });
    expect((await message)[1]).toMatchObject({ data: [{ text: 'hello' }] });
    await mcp.close();
    // The stream was open all the time, and still gets what comes.
    await server.send({ id: 'after-the-slow-one', type: 'agent:started' });
    await stream.until((messages) => messages.some(({ data }) => data.includes('after-the-slow-one')));
    stream.close();
  }, 60_000);
});

describe('what a client sends', () => {
  let server: TestServer;
  const LINES = 'x\r\nSet-Cookie: stolen=1\r\n\r\n<script>alert(1)</script>';
  beforeAll(async () => {
    server = await TestServer.start({ databaseUrl: database.url });
    await server.send({ id: 'lines', type: 'agent:started', agent_id: LINES, session_id: LINES, graph_id: LINES });
  }, SLOW_MS);
  afterAll(() => server?.stop());

  it('never becomes a header of an answer', async () => {
    const value = encodeURIComponent(LINES);
    const paths = [
      `/api/v1/events?agent_id=${value}`,
      `/api/v1/events/export?format=csv&agent_id=${value}`,
      `/api/v1/dashboards/${value}`,
      `/dashboards/${value}`,
      `/agents/${value}`,
      `/history?query=${value}`,
      `/login?next=${value}`,
      `/assets/${value}`,
      `/?type=${value}`,
    ];
    for (const path of paths) {
      const response = await server.get(path, { accept: 'text/html' });
      expect([path, response.headers.get('set-cookie')?.includes('stolen') ?? false]).toEqual([path, false]);
      expect([path, response.status < 500]).toEqual([path, true]);
      await response.text();
    }
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    for (const path of ['/inbox/name', '/dashboards/new', '/dashboards/home']) {
      const response = await server.post(path, `name=${value}&id=${value}`, form);
      expect([path, response.headers.get('set-cookie')?.includes('stolen=1;') ?? false]).toEqual([path, false]);
      expect([path, response.status < 500]).toEqual([path, true]);
    }
  });

  it.each([
    '/assets/../package.json',
    '/assets/..%2fpackage.json',
    '/assets/%2e%2e/package.json',
    '/assets/%2e%2e%2f%2e%2e%2fpackage.json',
    '/assets/..%5c..%5cpackage.json',
    '/assets/....//package.json',
    '/assets//etc/passwd',
    '/assets/%00',
    '/plugins/../../package.json',
    '/plugins/%2e%2e%2f%2e%2e%2fetc%2fpasswd',
    '/api/docs/..%2f..%2fpackage.json',
    '/api/docs/%2e%2e/%2e%2e/package.json',
    '/dashboards/..%2f..%2fpackage.json',
  ])('never reads a file beside the assets: %s', async (path) => {
    // Not fetch: it would resolve the dots itself.
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = net.connect(server.port, '127.0.0.1', () =>
        socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`),
      );
      let text = '';
      socket.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      socket.once('close', () => resolve(text)).once('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 (400|403|404) /);
    expect(answer).not.toMatch(/"name": ?"binnacle"|root:x:/);
  });
});
