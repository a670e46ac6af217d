/** What keeps other sites' pages out, and what every answer says to the browser. */
import http from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';

describe('a server on loopback', () => {
  let database: TestDatabase;
  let server: TestServer;
  beforeAll(async () => {
    database = await createTestDatabase();
    server = await TestServer.start({
      databaseUrl: database.url,
      env: { BINNACLE_PUBLIC_URL: 'https://binnacle.example.com' },
    });
  });
  afterAll(async () => {
    await server?.stop();
    await database?.drop();
  });

  /** `fetch` sets `Host` itself, as a browser does. */
  const ask = (method: string, path: string, headers: Record<string, string>) =>
    new Promise<{ status: number; body: string }>((resolve, reject) => {
      const request = http.request(`${server.url}${path}`, { method, headers }, (response) => {
        let body = '';
        response.on('data', (chunk) => {
          body += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
      });
      request.once('error', reject);
      request.end(method === 'POST' ? '{"type":"agent:started"}' : undefined);
    });
  const json = { 'content-type': 'application/json' };

  it.each(['localhost', '127.0.0.1', 'binnacle.example.com'])('answers to the name %s', async (host) => {
    expect((await ask('GET', '/health', { host })).status).toBe(200);
  });

  it.each(['evil.example.com', 'localhost.evil.example.com', '127.0.0.1.nip.io'])(
    'does not answer to the name %j, which a page elsewhere may have given itself',
    async (host) => {
      const { status, body } = await ask('GET', '/api/v1/events', { host });
      expect([status, body]).toEqual([403, expect.stringContaining('cross_origin')]);
    },
  );

  it.each(['http://evil.example.com', 'null', 'not an origin', 'http://localhost:1'])(
    'takes nothing a page of %j sends',
    async (origin) => {
      const { host } = new URL(server.url);
      for (const path of ['/api/v1/events', '/agent/a/respond', '/demo']) {
        const { status, body } = await ask('POST', path, { ...json, host, origin });
        expect([path, status, body]).toEqual([path, 403, expect.stringContaining('cross_origin')]);
      }
      expect((await server.json<{ data: unknown[] }>('/api/v1/events')).data).toEqual([]);
    },
  );

  it('takes what its own page sends, and programs, which send no Origin', async () => {
    const { host } = new URL(server.url);
    expect((await ask('POST', '/api/v1/events', { ...json, host, origin: `http://${host}` })).status).toBe(200);
    expect((await ask('POST', '/api/v1/events', { ...json, host })).status).toBe(200);
  });

  it.each(['/', '/api/v1/events', '/no-such-page', '/api/docs'])('sends strict headers with %s', async (path) => {
    const { headers } = await server.get(path);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe-eval');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
  });
});

describe('with the official Datastar client', () => {
  it('serves that file and allows it, and only it, to compile expressions', async () => {
    const database = await createTestDatabase();
    const file = new URL('../fixtures/official-datastar.js', import.meta.url).pathname;
    const server = await TestServer.start({ databaseUrl: database.url, env: { DATASTAR_CLIENT: file } });
    try {
      const page = await server.get('/');
      expect(page.headers.get('content-security-policy')).toContain("script-src 'self' 'unsafe-eval'");
      const [, source = ''] = /<script[^>]+src="([^"]*datastar[^"]*)"/.exec(await page.text()) ?? [];
      expect(await (await server.get(source)).text()).toContain('stand-in for the official bundle');
    } finally {
      await server.stop();
      await database.drop();
    }
  });
});
