/** The archive on an embedded server that goes away and comes back. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BinnacleEvent } from '@binnacle/events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { openTestArchive, type TestArchive } from '../../../test/support/archive.js';
import { type OpenDatabase, openDatabase } from './open-database.js';
import { draftOf } from './testing/index.js';

const all = { project: 'default', order: 'asc', limit: 10_000 } as const;
const idsOf = (events: readonly { id: string }[]) => events.map(({ id }) => id);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('openDatabase', () => {
  let dataDir: string;
  let database: OpenDatabase;
  beforeEach(async () => {
    dataDir = mkdtempSync(path.join(tmpdir(), 'binnacle-open-'));
    database = await openDatabase({ dataDir });
  });
  afterEach(async () => {
    await database.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const serverPid = async () => {
    const client = new pg.Client({ connectionString: database.url });
    client.on('error', () => {});
    await client.connect();
    const { rows } = await client.query("SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int AS pid");
    await client.end();
    return rows[0].pid as number;
  };

  it('opens a migrated database, and again with its data', async () => {
    let open = await openTestArchive(database.url);
    await open.archive.append([draftOf('tool:called', { id: 'kept' })]);
    await open.close();
    await database.close();
    database = await openDatabase({ dataDir });
    open = await openTestArchive(database.url);
    expect(idsOf(await open.archive.read(all))).toEqual(['kept']);
    await open.close();
  });

  it('stops the server when a migration is refused, so that the next start can have it', async () => {
    await database.close();
    const empty = mkdtempSync(path.join(tmpdir(), 'binnacle-migrations-'));
    await expect(openDatabase({ dataDir, migrationsDir: empty })).rejects.toMatchObject({ code: 'database_too_new' });
    rmSync(empty, { recursive: true });
    database = await openDatabase({ dataDir });
  });

  it.each<NodeJS.Signals>(['SIGINT', 'SIGKILL'])(
    'loses no acknowledged event and publishes each once when the server gets %s under load',
    async (signal) => {
      const open: TestArchive = await openTestArchive(database.url, { retryBudgetMs: 500, connectTimeoutMs: 1_000 });
      const published: BinnacleEvent[] = [];
      open.archive.committed$.subscribe((events) => published.push(...events));
      const acknowledged: string[] = [];
      const codes = new Set<string>();
      let running = true;
      const caller = async (name: number) => {
        for (let round = 0; running; round++) {
          const drafts = [0, 1, 2].map((index) => draftOf('tool:called', { id: `${name}-${round}-${index}` }));
          try {
            // As a client does: the same ids again until they are acknowledged.
            const { stored, duplicates } = await open.archive.append(drafts);
            expect(stored.length + duplicates).toBe(3);
            acknowledged.push(...idsOf(drafts));
          } catch (error) {
            codes.add((error as { code: string }).code);
            await pause(20);
          }
        }
      };
      const callers = Array.from({ length: 20 }, (_, name) => caller(name));
      for (let restart = 0; restart < 3; restart++) {
        const before = acknowledged.length;
        while (acknowledged.length < before + 300) await pause(5);
        const killed = await serverPid();
        process.kill(killed, signal);
        // The supervisor brings it back; nobody else does anything. Sessions of the old one may commit until they notice.
        while ((await serverPid().catch(() => killed)) === killed) await pause(5);
        const after = acknowledged.length;
        while (acknowledged.length < after + 300) await pause(5);
      }
      running = false;
      await Promise.all(callers);
      await open.archive.append([draftOf('tool:called', { id: 'last' })]);

      const archived: BinnacleEvent[] = [];
      for (let page = await open.archive.read(all); page.length > 0; ) {
        archived.push(...page);
        page = await open.archive.read({ ...all, after: page.at(-1)?.seq });
      }
      const ids = new Set(idsOf(archived));
      expect(ids.size).toBe(archived.length);
      expect(acknowledged.filter((id) => !ids.has(id))).toEqual([]);
      expect(new Set(acknowledged).size).toBe(acknowledged.length);
      expect(published).toEqual(archived);
      expect([...codes].filter((code) => code !== 'archive_unavailable')).toEqual([]);
      await open.close();
    },
    60_000,
  );

  it('answers archive_unavailable while the server is stopped, at once after the first budget', async () => {
    const open = await openTestArchive(database.url, { retryBudgetMs: 3_000, connectTimeoutMs: 500 });
    await open.archive.append([draftOf('tool:called')]);
    await database.close();
    const started = Date.now();
    await expect(open.archive.append([draftOf('tool:called')])).rejects.toMatchObject({
      code: 'archive_unavailable',
      status: 503,
      context: { retryAfterSeconds: 2 },
    });
    const again = Date.now();
    const first = again - started;
    expect(first).toBeGreaterThanOrEqual(2_500);
    await expect(open.archive.append([draftOf('tool:called')])).rejects.toMatchObject({ code: 'archive_unavailable' });
    expect(Date.now() - again).toBeLessThan(first / 2);
    await expect(open.archive.read(all)).rejects.toMatchObject({ code: 'archive_unavailable' });
    await open.close();
  });
});
