/** The disk budget reached while events come in as fast as they can. */
import { setTimeout as delay } from 'node:timers/promises';
import { draftOf } from '@binnacle/persistence/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestArchive } from '../support/archive.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';

const DAY_MS = 86_400_000;
const MB = 1_000_000;
const BUDGET = 100 * MB;
/** A look a second, and what comes in until then. */
const SLACK = 150 * MB;
const PAST_DAYS = 5;

interface Storage {
  readonly database_bytes: number;
  readonly full: boolean;
  readonly days: readonly { date: string; rows: number }[];
}

describe('the disk budget under full ingest', () => {
  let database: TestDatabase;
  let server: TestServer;
  beforeAll(async () => {
    database = await createTestDatabase();
    let clock = Date.now();
    const open = await openTestArchive(database.url, { now: () => clock });
    // Text that does not compress, or Postgres would make it small.
    const output = () => Array.from({ length: 90 }, () => Math.random().toString(36)).join('');
    for (let ago = PAST_DAYS; ago > 0; ago--) {
      clock = Date.now() - ago * DAY_MS;
      await open.archive.append(
        Array.from({ length: 5_000 }, (_, index) =>
          draftOf('tool:completed', { id: `past-${ago}-${index}`, timestamp: clock, payload: { output: output() } }),
        ),
      );
    }
    await open.close();
    server = await TestServer.start({ databaseUrl: database.url, env: { BINNACLE_MAX_DISK: '100MB' } });
  }, 60_000);
  afterAll(async () => {
    await server?.stop();
    await database?.drop();
  });

  it('warns, drops the oldest days, refuses events at last, and loses nothing it took', async () => {
    await server.send({
      id: 'q',
      type: 'agent:blocked',
      agent_id: 'asker',
      payload: { question: 'Go?', msg_id: 'go' },
    });
    const acknowledged = new Set<string>();
    let refused = 0;
    let highest = 0;
    let running = true;
    let sent = 0;
    const padding = () => Array.from({ length: 40 }, () => Math.random().toString(36)).join('');
    const write = async () => {
      while (running) {
        const batch = Array.from({ length: 200 }, () => ({
          id: `n${sent++}`,
          type: 'tool:completed',
          payload: { tool_name: 'bash', output: padding() },
        }));
        const response = await server.post('/api/v1/events', batch);
        if (response.status === 200) for (const { id } of batch) acknowledged.add(id);
        else {
          const { code } = (await response.json()) as { code: string };
          expect([response.status, code]).toEqual([503, 'archive_full']);
          expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
          refused++;
          await delay(50);
        }
      }
    };
    const writers = [write(), write()];
    let storage: Storage;
    const deadline = Date.now() + 150_000;
    do {
      await delay(200);
      storage = await server.json<Storage>('/api/v1/storage');
      highest = Math.max(highest, storage.database_bytes);
    } while (refused < 5 && Date.now() < deadline);
    running = false;
    await Promise.all(writers);

    expect(refused).toBeGreaterThan(0);
    expect(storage.full).toBe(true);
    expect(highest).toBeLessThan(BUDGET + SLACK);
    expect(storage.days.filter(({ rows }) => rows > 0)).toHaveLength(1);
    const { data } = await server.json<{ data: { type: string }[] }>('/api/v1/events?type=binnacle:*');
    expect(data).toMatchObject([{ type: 'binnacle:storage_warning' }]);
    for (const id of [...acknowledged].filter((_, index) => index % 997 === 0)) {
      expect([id, (await server.get(`/api/v1/events/${id}`)).status]).toEqual([id, 200]);
    }
    // After as much as this at once the sums are behind for a while, and say how far by `through`.
    const { data: newest } = await server.json<{ data: { seq: number }[] }>('/api/v1/events?type=tool:*&limit=1');
    let stats: { through: number; totals: { events: number }[] };
    do {
      stats = await server.json('/api/v1/stats?type=tool:completed');
    } while (stats.through < Number(newest[0]?.seq) && Date.now() < deadline);
    expect(stats.totals[0]?.events).toBe(acknowledged.size);
    expect(await (await server.get('/storage')).text()).toContain('Events are refused');
    // An answer is still taken, and the agent's wait ends.
    const waiting = server.json<{ answer: string }>('/api/v1/questions/q?wait=20');
    expect((await server.post('/agent/asker/respond', { msg_id: 'go', answer: 'yes' })).status).toBe(200);
    expect(await waiting).toMatchObject({ answer: 'yes' });
  }, 180_000);
});
