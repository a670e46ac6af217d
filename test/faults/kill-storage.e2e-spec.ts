/** kill -9 while days are dropped, closed and indexed and sums are folded: nothing is lost, left over or counted twice. */
import { setTimeout as delay } from 'node:timers/promises';
import { draftOf } from '@binnacle/persistence/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { openTestArchive } from '../support/archive.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';

const KILLS = 12;
const DAY_MS = 86_400_000;
const PAST_DAYS = 8;
const KEPT_DAYS = 4;
const PER_DAY = 1_500;

describe('kill -9 of the app while it keeps the storage', () => {
  let database: TestDatabase;
  let client: pg.Client;
  beforeAll(async () => {
    database = await createTestDatabase();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
    let clock = Date.now();
    const open = await openTestArchive(database.url, { now: () => clock });
    for (let ago = PAST_DAYS; ago > 0; ago--) {
      clock = Date.now() - ago * DAY_MS;
      const past = (index: number) =>
        draftOf('tool:completed', {
          id: `past-${ago}-${index}`,
          timestamp: clock,
          agentId: `agent-${index % 20}`,
          sessionId: `session-${ago}-${index % 100}`,
          payload: { tool_name: 'bash', duration_ms: index, output: `${index} `.repeat(100) },
        });
      await open.archive.append(Array.from({ length: PER_DAY }, (_, index) => past(index)));
    }
    await open.close();
  }, 60_000);
  afterAll(async () => {
    await client?.end();
    await database?.drop();
  });

  const start = () =>
    TestServer.start({ databaseUrl: database.url, env: { BINNACLE_RETENTION_DAYS: String(KEPT_DAYS) } });
  const count = async (sql: string): Promise<number> => Number((await client.query<{ n: string }>(sql)).rows[0]?.n);
  /** Past days as they should be: the kept ones attached, closed, and each with both of its indexes. */
  const settled = async () => {
    const days = await count(`SELECT count(*) AS n FROM closed_days`);
    const indexes = await count(
      `SELECT count(*) AS n FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
       WHERE relname ~ '^p\\d+_\\d{8}_(payload|text)_idx$' AND indisvalid`,
    );
    const past = await count(`SELECT count(*) AS n FROM events WHERE id LIKE 'past-%'`);
    const folded = await count(
      `SELECT count(*) AS n FROM projects WHERE folded_seq = (SELECT last_seq FROM archive_head)`,
    );
    return { days, indexes, past, folded };
  };
  const whole = { days: KEPT_DAYS, indexes: KEPT_DAYS * 2, past: KEPT_DAYS * PER_DAY, folded: 1 };

  it(`leaves whole days, whole indexes and exact sums behind, in ${KILLS} kills`, async () => {
    const acknowledged = new Set<string>();
    let sent = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const server = await start();
      let running = true;
      const writing = (async () => {
        while (running) {
          const batch = Array.from({ length: 20 }, () => ({
            id: `k${sent++}`,
            type: 'tool:called',
            agent_id: 'killed',
          }));
          try {
            await server.send(batch);
          } catch {
            return;
          }
          for (const { id } of batch) acknowledged.add(id);
        }
      })();
      // The keeper begins at the start and is done after about a second: every part of that is hit.
      await delay((kill * 1_200) / KILLS + Math.random() * 60);
      await server.kill();
      running = false;
      await writing;
    }
    const last = await start();
    for (const deadline = Date.now() + 30_000; ; await delay(50)) {
      const now = await settled();
      if (JSON.stringify(now) === JSON.stringify(whole)) break;
      if (Date.now() > deadline) expect(now).toEqual(whole);
    }
    expect(acknowledged.size).toBeGreaterThan(0);
    const { rows } = await client.query<{ id: string; times: string }>(
      `SELECT id, count(*) AS times FROM events WHERE id LIKE 'k%' GROUP BY id`,
    );
    const stored = new Map(rows.map(({ id, times }) => [id, Number(times)]));
    expect([...acknowledged].filter((id) => stored.get(id) !== 1)).toEqual([]);
    expect([...stored.values()].filter((times) => times !== 1)).toEqual([]);
    // Nothing half made or half dropped.
    expect(await count('SELECT count(*) AS n FROM pg_index WHERE NOT indisvalid')).toBe(0);
    expect(
      await count(
        `SELECT count(*) AS n FROM pg_class LEFT JOIN pg_inherits ON inhrelid = pg_class.oid
         WHERE relnamespace = 'binnacle_days'::regnamespace AND relkind IN ('r', 'p') AND (inhrelid IS NULL OR inhdetachpending)`,
      ),
    ).toBe(0);
    const events = await count('SELECT count(*) AS n FROM events');
    expect(await count('SELECT count(*) AS n FROM event_ids')).toBe(events);
    for (const [dimension, where] of [
      ['type', 'true'],
      ['agent', 'agent_id IS NOT NULL'],
      ['session', 'session_id IS NOT NULL'],
    ]) {
      for (const step of [3_600, 86_400]) {
        expect(
          await count(`SELECT sum(events) AS n FROM rollups WHERE dimension = '${dimension}' AND step = ${step}`),
        ).toBe(await count(`SELECT count(*) AS n FROM events WHERE ${where}`));
      }
    }
    await last.stop();
  }, 180_000);
});
