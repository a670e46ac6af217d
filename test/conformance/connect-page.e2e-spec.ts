/** The Connect page over HTTP: what it takes, and what it says when it does not. */
import { CONNECT_CLIENTS } from '@binnacle/connect';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';

describe('the Connect page', () => {
  let database: TestDatabase;
  let server: TestServer;
  beforeAll(async () => {
    database = await createTestDatabase();
    server = await TestServer.start({
      databaseUrl: database.url,
      env: { BINNACLE_PUBLIC_URL: 'https://binnacle.example' },
    });
  });
  afterAll(async () => {
    await server?.stop();
    await database?.drop();
  });

  it.each(CONNECT_CLIENTS.map(({ id, name }) => [id, name]))('shows %s with the public address', async (id, name) => {
    const answer = await server.get(`/connect?client=${id}`);
    const page = await answer.text();
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(page).toContain(`Waiting for the first event of ${name}`);
    expect(page).toContain('https://binnacle.example');
    expect(page).not.toContain('Make a key');
  });

  it.each(['/connect?client=nobody', '/connect/live?client=nobody', '/connect/live?client=curl&after=x'])(
    'refuses %s, naming the parameter',
    async (path) => {
      const answer = await server.get(path);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({
        code: 'invalid_query',
        detail: expect.stringMatching(/client|after/),
      });
    },
  );

  it('gives no key while there are no accounts, and makes none for a link', async () => {
    const form = { method: 'POST', body: new URLSearchParams({ client: 'codex' }) };
    const page = await fetch(`${server.url}/connect/key`, form);
    expect(page.status).toBe(200);
    expect(await page.text()).not.toMatch(/Bearer|new key/);
    expect((await server.get('/connect/key')).status).toBe(404);
  });

  it('ends its streams with the server', async () => {
    const stream = await fetch(`${server.url}/connect/live?client=curl&after=0`);
    const reader = stream.body?.getReader();
    await reader?.read();
    const { port } = server;
    await server.stop();
    for (;;) if ((await reader?.read())?.done) break;
    server = await TestServer.start({ databaseUrl: database.url, port });
  });
});
