/** kill -9 in the middle of ingest, twenty times: every acknowledged event is there exactly once. */
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';

const KILLS = 20;
const WRITERS = 4;
const BATCH = 50;

describe('kill -9 of the app during ingest', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database?.drop());

  it(`loses no acknowledged event and stores none twice, in ${KILLS} kills`, async () => {
    const acknowledged = new Set<string>();
    let sent = 0;
    let interrupted = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const server = await TestServer.start({ databaseUrl: database.url });
      const before = acknowledged.size;
      let running = true;
      const write = async (): Promise<void> => {
        let batch: { id: string; type: string }[] = [];
        while (running) {
          // After a failure the same ids again, as a client does.
          if (batch.length === 0)
            batch = Array.from({ length: BATCH }, () => ({ id: `k${sent++}`, type: 'tool:called' }));
          try {
            await server.send(batch);
            for (const { id } of batch) acknowledged.add(id);
            batch = [];
          } catch {
            interrupted++;
            return;
          }
        }
      };
      const writers = Array.from({ length: WRITERS }, write);
      while (acknowledged.size < before + 200) await delay(2);
      await delay(Math.random() * 60);
      await server.kill();
      running = false;
      await Promise.all(writers);
    }
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query<{ id: string; times: string }>(
      'SELECT id, count(*) AS times FROM events GROUP BY id',
    );
    const { rows: order } = await client.query<{ distinct: string; total: string }>(
      'SELECT count(DISTINCT seq) AS distinct, count(*) AS total FROM events',
    );
    await client.end();
    const stored = new Map(rows.map(({ id, times }) => [id, Number(times)]));
    expect([...acknowledged].filter((id) => stored.get(id) !== 1)).toEqual([]);
    expect([...stored.values()].filter((times) => times !== 1)).toEqual([]);
    expect(order[0]?.distinct).toBe(order[0]?.total);
    expect(interrupted).toBeGreaterThan(0);
    expect(acknowledged.size).toBeGreaterThan(KILLS * 200);
  }, 600_000);
});
