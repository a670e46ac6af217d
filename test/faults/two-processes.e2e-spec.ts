/** Two servers on one database, as while one takes over from the other: neither misses or repeats what the other commits. */
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';
import { SseClient } from '../support/sse-client.js';

const ROUNDS = 60;
const WRITERS = 4;

interface Seen {
  readonly id: string;
  readonly seq: string;
}

describe('two processes on one database', () => {
  let database: TestDatabase;
  let first: TestServer;
  let second: TestServer;
  beforeAll(async () => {
    database = await createTestDatabase();
    [first, second] = await Promise.all([
      TestServer.start({ databaseUrl: database.url }),
      TestServer.start({ databaseUrl: database.url }),
    ]);
  });
  afterAll(async () => {
    await first?.stop();
    await second?.stop();
    await database?.drop();
  });

  const seen = (stream: SseClient): Seen[] => stream.messages.map(({ data }) => JSON.parse(data) as Seen);
  const streamOf = (server: TestServer, lastId?: string) =>
    SseClient.open(`${server.url}/api/v1/events/stream?type=tool:called`, lastId ? { 'last-event-id': lastId } : {});

  it('every reader by cursor and every stream sees every event once, in one order, while both commit', async () => {
    const streams = await Promise.all([first, second].map((server) => streamOf(server)));
    const dropped = await streamOf(first);
    let writing = true;
    const pages = [first, second].map(async (server) => {
      const read: Seen[] = [];
      for (let cursor = '', last = false; !last; ) {
        last = !writing;
        const page: { data: Seen[]; next_cursor: string | null } = await server.json(
          `/api/v1/events?order=asc&limit=50&type=tool:called${cursor}`,
        );
        // Polled as an importer does: from the newest event on, though more may commit below it in another process.
        read.push(...page.data.filter(({ seq }) => !read.some((one) => one.seq === seq)));
        if (page.next_cursor) cursor = `&cursor=${page.next_cursor}`;
        last = last && !page.next_cursor;
      }
      return read;
    });
    const sent: string[] = [];
    const writers = Array.from({ length: WRITERS }, async (_, writer) => {
      for (let round = 0; round < ROUNDS; round++) {
        const server = (writer + round) % 2 ? first : second;
        const batch = Array.from({ length: 1 + (round % 7) }, (_unused, index) => ({
          id: `w${writer}-${round}-${index}`,
          type: 'tool:called',
          payload: { output: 'x'.repeat((round % 5) * 500) },
        }));
        await server.send(batch);
        sent.push(...batch.map(({ id }) => id));
      }
    });
    // A client that loses its stream goes on at the other process, by the last id it has.
    await dropped.until((messages) => messages.length > 100);
    dropped.close();
    const resumed = await streamOf(second, dropped.messages.at(-1)?.id);
    await Promise.all(writers);
    writing = false;

    await Promise.all(streams.map((stream) => stream.until((messages) => messages.length >= sent.length)));
    await resumed.until((messages) => dropped.messages.length + messages.length >= sent.length);
    const [order = [], ...others] = [
      ...streams.map(seen),
      ...(await Promise.all(pages)),
      [...seen(dropped), ...seen(resumed)],
    ].map((events) => events.map(({ id }) => id));
    expect([...order].sort()).toEqual([...sent].sort());
    for (const other of others) expect(other).toEqual(order);
    for (const stream of [...streams, resumed]) stream.close();
  });

  it('a wait at one ends when the question is answered at the other', async () => {
    await first.send({ id: 'q', type: 'agent:blocked', agent_id: 'asker', payload: { question: 'Go?', msg_id: 'go' } });
    const waiting = first.json<{ state: string; answer: string }>('/api/v1/questions/q?wait=50');
    await delay(300);
    const answeredAt = Date.now();
    expect((await second.post('/agent/asker/respond', { msg_id: 'go', answer: 'yes' })).status).toBe(200);
    expect(await waiting).toMatchObject({ state: 'answered', answer: 'yes' });
    expect(Date.now() - answeredAt).toBeLessThan(10_000);
  });

  it('the other goes on where one is killed', async () => {
    const stream = await streamOf(second);
    await first.send([1, 2, 3].map((index) => ({ id: `last-${index}`, type: 'tool:called' })));
    await first.kill();
    await second.send({ id: 'after', type: 'tool:called' });
    await stream.until((messages) => messages.length >= 4);
    expect(seen(stream).map(({ id }) => id)).toEqual(['last-1', 'last-2', 'last-3', 'after']);
    stream.close();
  });
});
