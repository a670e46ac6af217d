/** The embedded Postgres stopped under load: 503 with Retry-After meanwhile, then recovery without anyone's help. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findPostmasterPid } from '../support/postmaster.js';
import { TestServer } from '../support/server.js';

describe('Postgres stopped and started under load', () => {
  let dataDir: string;
  let server: TestServer;
  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'binnacle-away-'));
    server = await TestServer.start({ env: { BINNACLE_DATA_DIR: dataDir } });
  }, 60_000);
  afterAll(async () => {
    await server?.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('answers 503 and recovers by itself; every acknowledged event is there exactly once', async () => {
    const acknowledged = new Set<string>();
    const statuses = new Map<number, number>();
    let retryAfter: string | null = null;
    let running = true;
    let sent = 0;
    const write = async (): Promise<void> => {
      let batch: { id: string; type: string }[] = [];
      while (running) {
        if (batch.length === 0) batch = Array.from({ length: 20 }, () => ({ id: `p${sent++}`, type: 'tool:called' }));
        const response = await server.post('/api/v1/events', batch);
        statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
        if (response.status === 200) {
          for (const { id } of batch) acknowledged.add(id);
          batch = [];
        } else {
          retryAfter = response.headers.get('retry-after');
          await delay(50);
        }
        await response.arrayBuffer();
      }
    };
    const writers = Array.from({ length: 4 }, write);
    const until = async (done: () => boolean) => {
      const deadline = Date.now() + 60_000;
      while (!done()) {
        if (Date.now() > deadline)
          throw new Error(`still waiting; statuses ${JSON.stringify([...statuses])}\n${server.log}`);
        await delay(20);
      }
    };
    await until(() => acknowledged.size > 500);
    for (const signal of ['SIGINT', 'SIGKILL'] as const) {
      const pid = await findPostmasterPid(dataDir);
      process.kill(pid, signal);
      // A server that shuts down commits what it had begun: only what its successor takes counts.
      let isReplaced = false;
      void (async () => {
        while (running && !isReplaced) {
          isReplaced = await findPostmasterPid(dataDir).then(
            (now) => now !== pid,
            () => false,
          );
          await delay(20);
        }
      })();
      await until(() => isReplaced);
      const before = acknowledged.size;
      await until(() => acknowledged.size > before + 500);
    }
    running = false;
    await Promise.all(writers);
    expect([...statuses.keys()].filter((status) => ![200, 503].includes(status))).toEqual([]);
    if (statuses.has(503)) expect(Number(retryAfter)).toBeGreaterThanOrEqual(1);
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await server.json<{ data: { id: string }[]; next_cursor: string | null }>(
        `/api/v1/events?order=asc&limit=1000&type=tool:called${cursor}`,
      );
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.next_cursor ? `&cursor=${page.next_cursor}` : '';
    } while (cursor);
    expect(new Set(seen).size).toBe(seen.length);
    const stored = new Set(seen);
    expect([...acknowledged].filter((id) => !stored.has(id))).toEqual([]);
  }, 150_000);

  it('says what is wrong, and ends, when DATABASE_URL reaches nothing at start', async () => {
    const unreachable = 'postgresql://binnacle@127.0.0.1:1/none';
    await expect(TestServer.start({ databaseUrl: unreachable })).rejects.toThrow(/could not start/);
  }, 60_000);
});
