/** SIGTERM while a thousand streams are open: they end, what is in flight is answered, and the process is gone in time. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';
import { SseClient } from '../support/sse-client.js';

const STREAMS = 1_000;
/** More than this, and orchestrators kill. */
const STOP_WITHIN_MS = 10_000;
const AT_ONCE = 50;

describe('a server with a thousand streams', () => {
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

  it('stops within ten seconds of SIGTERM; every stream ends, a long-poll is answered, nothing is lost', async () => {
    const streams: SseClient[] = [];
    for (let opened = 0; opened < STREAMS; opened += AT_ONCE) {
      const paths = Array.from({ length: AT_ONCE }, (_, index) => (index % 2 ? '/events' : '/api/v1/events/stream'));
      streams.push(...(await Promise.all(paths.map((path) => SseClient.open(`${server.url}${path}`)))));
    }
    await server.send({
      id: 'asked',
      type: 'agent:blocked',
      agent_id: 'a',
      payload: { msg_id: 'm', question: 'Go on?' },
    });
    const poll = server.get('/api/v1/questions/asked?wait=30').then(({ status }) => status);
    const sent = await server.send({ id: 'last', type: 'agent:started' });
    expect(sent.accepted).toBe(1);
    const started = performance.now();
    const code = await server.stop('SIGTERM');
    const took = performance.now() - started;
    expect(code).toBe(0);
    expect(took).toBeLessThan(STOP_WITHIN_MS);
    expect([200, 503]).toContain(await poll);
    expect(streams.filter(({ ended }) => !ended)).toEqual([]);
    server = await TestServer.start({ databaseUrl: database.url });
    expect((await server.get('/api/v1/events/last')).status).toBe(200);
  }, 240_000);
});
