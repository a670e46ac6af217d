/** Two servers on one database: what ends at one is worth nothing at the other a few seconds later, on open streams too. */
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';
import { SseClient } from '../support/sse-client.js';
import { ownerEnv, WebSession } from '../support/web-session.js';

/** Five to read again, five to look at what is open, and what a busy machine adds. */
const SOON_MS = 20_000;

describe('two processes on one database', () => {
  let database: TestDatabase;
  let first: TestServer;
  let second: TestServer;
  let owner: WebSession;
  beforeAll(async () => {
    database = await createTestDatabase();
    first = await TestServer.start({ databaseUrl: database.url, env: ownerEnv });
    second = await TestServer.start({ databaseUrl: database.url, env: ownerEnv });
    owner = await WebSession.owner(first);
  }, 240_000);
  afterAll(async () => {
    await first?.stop();
    await second?.stop();
    await database?.drop();
  });

  const endsAtSecond = async (headers: Record<string, string>, end: () => Promise<unknown>) => {
    const status = async () => (await second.get('/api/v1/events', headers)).status;
    const stream = await SseClient.open(`${second.url}/api/v1/events/stream`, headers);
    expect(await status()).toBe(200);
    await end();
    const deadline = Date.now() + SOON_MS;
    while (!stream.ended || (await status()) !== 401) {
      if (Date.now() > deadline) throw new Error(`stream ended: ${stream.ended}; answered ${await status()}`);
      await delay(100);
    }
  };

  it('a key revoked at one ends at the other', async () => {
    const key = await owner.makeKey(['read']);
    await endsAtSecond({ authorization: `Bearer ${key}` }, async () => {
      const [, id] = /^bnk_([0-9a-f]{16})_/.exec(key) ?? [];
      expect((await owner.post(`/settings/keys/${id}/revoke`)).status).toBe(303);
    });
  }, 60_000);

  it('a session signed out at one ends at the other', async () => {
    const elsewhere = await WebSession.owner(first);
    await endsAtSecond({ cookie: elsewhere.cookie }, async () => {
      expect((await elsewhere.post('/logout')).status).toBe(303);
    });
  }, 60_000);

  it('a member removed at one sees nothing at the other', async () => {
    const guest = await owner.invite('guest@example.com', 'viewer');
    const stream = await SseClient.open(`${second.url}/api/v1/events/stream`, { cookie: guest.cookie });
    const [, id] =
      /id="person-([0-9a-f]+)"(?:(?!<li).)*guest@example\.com/s.exec(await owner.page('/settings/people')) ?? [];
    expect((await owner.post(`/settings/people/${id}/remove`)).status).toBe(303);
    const deadline = Date.now() + SOON_MS;
    while (!stream.ended) {
      if (Date.now() > deadline) throw new Error('the stream is still open');
      await delay(100);
    }
    expect((await second.get('/api/v1/events', { cookie: guest.cookie })).status).toBe(403);
  }, 60_000);
});
