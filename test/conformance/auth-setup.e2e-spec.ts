/** How a server comes to its first account, and what it serves before. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';

describe('a server that is not for this machine only', () => {
  let database: TestDatabase;
  let server: TestServer;
  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(async () => {
    await server?.stop();
    await database?.drop();
  });
  const start = async (env: Record<string, string> = {}) => {
    server = await TestServer.start({ databaseUrl: database.url, env: { HOST: '0.0.0.0', ...env } });
  };

  it('serves nothing before there is an account', async () => {
    await start();
    for (const path of ['/', '/api/v1/events', '/events', '/api/docs-json', '/inbox', '/plugins']) {
      const answer = await server.get(path);
      expect([path, answer.status, await answer.text()]).toEqual([
        path,
        503,
        expect.stringContaining('setup_required'),
      ]);
    }
    expect((await server.post('/api/v1/events', { type: 'agent:started' })).status).toBe(503);
    expect((await server.get('/health')).status).toBe(200);
  });

  it('takes its first account from the environment, and asks everybody who they are from then on', async () => {
    await start({ BINNACLE_ADMIN_EMAIL: 'Ada@example.com', BINNACLE_ADMIN_PASSWORD: 'correct horse battery' });
    const answer = await server.get('/api/v1/events');
    expect([answer.status, answer.headers.get('www-authenticate'), await answer.json()]).toEqual([
      401,
      'Bearer realm="binnacle"',
      expect.objectContaining({ code: 'unauthenticated' }),
    ]);
    await server.stop();
    // Also on loopback, and without the variables.
    await start({ HOST: '127.0.0.1' });
    expect((await server.get('/api/v1/events')).status).toBe(401);
    expect(server.log).not.toContain('correct horse');
  });

  it('serves everybody where it is told that the network keeps strangers out', async () => {
    await start({ BINNACLE_OPEN_ACCESS: '1' });
    expect((await server.get('/api/v1/events')).status).toBe(200);
  });
});
