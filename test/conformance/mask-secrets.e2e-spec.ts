/** The ingest filter on the real path: what it masks reaches neither archive, history, streams nor pages. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';
import { SseClient } from '../support/sse-client.js';

const SECRET = 'sk-proj-abcdefghijklmnopqrstuvwxyz';
const EMPLOYEE = 'EMP-12345';
const event = (id: string) => ({
  id,
  type: 'tool:completed',
  payload: { tool_name: 'env', output: `OPENAI_API_KEY=${SECRET} ${EMPLOYEE}`, env: { password: 'hunter2' } },
});

describe('secrets in payloads', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database?.drop());

  it('are masked everywhere by default, and by patterns of the installation', async () => {
    const env = { BINNACLE_MASK_PATTERNS: 'EMP-\\d{5}' };
    const server = await TestServer.start({ databaseUrl: database.url, env });
    try {
      const [raw, live] = await Promise.all(
        ['/api/v1/events/stream', '/events'].map((path) => SseClient.open(`${server.url}${path}`)),
      );
      await server.send(event('masked'));
      for (const stream of [raw, live])
        await stream?.until((messages) => messages.some(({ data }) => data.includes('[masked')));
      const client = new pg.Client({ connectionString: database.url });
      await client.connect();
      const { rows } = await client.query('SELECT payload::text FROM events');
      await client.end();
      const seen = [
        JSON.stringify(rows),
        JSON.stringify([raw?.messages, live?.messages]),
        await (await server.get('/api/v1/events')).text(),
        await (await server.get('/')).text(),
      ];
      for (const text of seen) {
        expect(text).toContain('[masked');
        for (const secret of [SECRET, EMPLOYEE, 'hunter2']) expect(text).not.toContain(secret);
      }
      raw?.close();
      live?.close();
    } finally {
      await server.stop();
    }
  });

  it('are kept as sent when an installation says so', async () => {
    const server = await TestServer.start({ databaseUrl: database.url, env: { BINNACLE_MASK_SECRETS: 'off' } });
    try {
      await server.send(event('kept'));
      expect(await server.json('/api/v1/events/kept')).toMatchObject({ payload: event('kept').payload });
    } finally {
      await server.stop();
    }
  });

  it('stop the start when a pattern can not be read', async () => {
    const env = { BINNACLE_MASK_PATTERNS: '(' };
    await expect(TestServer.start({ databaseUrl: database.url, env })).rejects.toThrow(/BINNACLE_MASK_PATTERNS/);
  });
});
