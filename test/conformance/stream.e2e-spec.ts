import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';
import { SseClient } from '../support/sse-client.js';

describe('GET /api/v1/events/stream', () => {
  let database: TestDatabase;
  let server: TestServer;
  let sent = 0;
  const send = (count: number, type = 'tool:called') =>
    server.send(Array.from({ length: count }, () => ({ id: `e${sent++}`, type })));
  const ids = (client: SseClient) => client.messages.map(({ data }) => (JSON.parse(data) as { id: string }).id);
  const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => `e${from + index}`);

  beforeAll(async () => {
    database = await createTestDatabase();
    server = await TestServer.start({ databaseUrl: database.url });
  });
  afterAll(async () => {
    await server?.stop();
    await database?.drop();
  });

  it('is live only without a position, and ids are seq', async () => {
    await send(3);
    const client = await SseClient.open(`${server.url}/api/v1/events/stream`);
    await send(2);
    await client.until((messages) => messages.length >= 2);
    expect(ids(client)).toEqual(range(3, 5));
    expect(client.messages.map(({ id, data }) => id === (JSON.parse(data) as { seq: string }).seq)).toEqual([
      true,
      true,
    ]);
    expect(client.retry).toBeGreaterThanOrEqual(1_000);
    client.close();
  });

  it('resumes by Last-Event-ID through history into live, no gap and no repeat, while events keep coming', async () => {
    const start = sent;
    await send(1_200);
    const first = await SseClient.open(`${server.url}/api/v1/events/stream?after=0&type=tool:called`);
    await first.until((messages) => messages.length >= start + 700);
    first.close();
    const seen = ids(first);
    const lastId = first.messages.at(-1)?.id ?? '';
    const writing = (async () => {
      for (let round = 0; round < 20; round++) await send(50);
    })();
    const second = await SseClient.open(`${server.url}/api/v1/events/stream?type=tool:called`, {
      'last-event-id': lastId,
    });
    await writing;
    await second.until((messages) => seen.length + messages.length >= sent, 20_000);
    expect([...seen, ...ids(second)]).toEqual(range(0, sent));
    second.close();
  });

  it('filters by type', async () => {
    const client = await SseClient.open(`${server.url}/api/v1/events/stream?type=agent:*`);
    await send(5);
    await send(1, 'agent:started');
    await client.until((messages) => messages.length >= 1);
    expect(client.messages.map(({ data }) => (JSON.parse(data) as { type: string }).type)).toEqual(['agent:started']);
    client.close();
  });

  it('gives a client that stops reading everything later, from the archive', async () => {
    const client = await SseClient.open(`${server.url}/api/v1/events/stream`);
    client.response.pause();
    const from = sent;
    const padding = 'x'.repeat(2_000);
    for (let batch = 0; batch < 20; batch++) {
      await server.send(
        Array.from({ length: 300 }, () => ({ id: `e${sent++}`, type: 'tool:called', payload: { padding } })),
      );
    }
    client.response.resume();
    await client.until((messages) => messages.length >= sent - from, 20_000);
    expect(ids(client)).toEqual(range(from, sent));
    client.close();
  });

  it('refuses a position that is none', async () => {
    const response = await server.get('/api/v1/events/stream?after=abc');
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([400, 'invalid_query']);
  });

  it('ends when the server stops', async () => {
    const other = await TestServer.start({ databaseUrl: database.url });
    const client = await SseClient.open(`${other.url}/api/v1/events/stream`);
    const live = await SseClient.open(`${other.url}/events`);
    expect(await other.stop()).toBe(0);
    expect(client.ended && live.ended).toBe(true);
  });
});
