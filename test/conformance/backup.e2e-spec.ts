/** `binnacle backup` and `binnacle restore` as people run them: beside a working server, into another database, and on with it. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { draftOf } from '@binnacle/persistence/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestArchive } from '../support/archive.js';
import { createTestDatabase } from '../support/database.js';
import { runBinnacle } from '../support/run-binnacle.js';
import { TestServer } from '../support/server.js';
import { describeSystemPostgres, SystemPostgres } from '../support/system-postgres.js';

const DAY_MS = 86_400_000;
const EMBEDDED_MAJOR = 18;
/** Characters that a URL, a shell and libpq each treat in their own way. */
const PASSWORD = 'p@ss/w:rd %41';

interface Event {
  readonly id: string;
  readonly seq: string;
}

const until = async (condition: () => boolean | Promise<boolean>) => {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 50));
};

/** The whole history of the default project, oldest first. */
async function history(server: TestServer): Promise<Event[]> {
  const events: Event[] = [];
  for (let cursor = ''; ; ) {
    const after = cursor && `&cursor=${encodeURIComponent(cursor)}`;
    const page = await server.json<{ data: Event[]; next_cursor: string | null; has_more: boolean }>(
      `/api/v1/events?order=asc&limit=1000${after}`,
    );
    events.push(...page.data);
    if (!page.has_more || page.next_cursor === null) return events;
    cursor = page.next_cursor;
  }
}

describeSystemPostgres('backup and restore', (tools) => {
  let postgres: SystemPostgres;
  let live: TestServer;
  let folder: string;
  let file: string;
  /** Committed before the backup began, and while it was made. */
  const before: string[] = [];
  const during: string[] = [];

  /** As a role that owns its database and nothing else. */
  const owned = (database: string) => {
    const url = new URL(postgres.url(database));
    url.username = 'app';
    url.password = encodeURIComponent(PASSWORD);
    return url.toString();
  };
  const createDatabase = async (name: string) => {
    await postgres.query(`CREATE DATABASE ${name} OWNER app`);
    return owned(name);
  };
  const run = (...args: string[]) => runBinnacle(args).ended;
  /** pg_dump and pg_restore made of shell lines. */
  const fakeTools = (name: string, dump: string, restore = dump) => {
    const bin = path.join(folder, name);
    mkdirSync(bin);
    for (const [program, lines] of Object.entries({ pg_dump: dump, pg_restore: restore })) {
      writeFileSync(path.join(bin, program), `#!/bin/sh\n${lines}\n`, { mode: 0o755 });
    }
    return bin;
  };
  const says = (version: string) => `[ "$1" = --version ] && { echo "pg_dump (PostgreSQL) ${version}"; exit; }`;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'binnacle-backup-'));
    file = path.join(folder, 'archive.dump');
    postgres = await SystemPostgres.start(tools);
    await postgres.query(`CREATE ROLE app LOGIN PASSWORD '${PASSWORD}'`);
    const url = await createDatabase('live');
    // Of another role than the one that restores.
    await postgres.query('CREATE EXTENSION pg_trgm', 'live');
    live = await TestServer.start({ databaseUrl: url });
    await live.stop();

    let clock = Date.now();
    const past = await openTestArchive(url, { now: () => clock });
    for (const days of [3, 2, 1]) {
      clock = Date.now() - days * DAY_MS;
      for (const project of ['default', 'other']) {
        await past.archive.append([
          draftOf('tool:called', { id: `${days}-days-ago`, project, payload: { note: 'needle' } }),
        ]);
      }
    }
    await past.close();

    live = await TestServer.start({ databaseUrl: url });
    // The keeper closes the old days, with an index that only the extension's owner could restore.
    await until(
      async () => (await postgres.query(`SELECT FROM pg_class WHERE relname LIKE '%_text_idx'`, 'live')).length >= 4,
    );
    await live.send({
      id: 'question',
      type: 'agent:blocked',
      agent_id: 'asker',
      payload: { question: 'Deploy?', options: ['yes', 'no'], msg_id: 'deploy' },
    });
    const send = async (ids: string[], into: string[]) => {
      await live.send(ids.map((id) => ({ id, type: 'tool:called', agent_id: 'a' })));
      into.push(...ids);
    };
    const batch = (name: string) => Array.from({ length: 200 }, (_, index) => `${name}-${index}`);
    await send(batch('before'), before);

    let ended = false;
    const backup = run('backup', file, '--database', url).finally(() => {
      ended = true;
    });
    for (let count = 0; !ended; count++) await send(batch(`during-${count}`), during);
    expect(await backup).toEqual({
      code: 0,
      stderr: expect.stringMatching(/^Saved .*archive\.dump: \d+(\.\d)? kB\n$/),
    });
  }, 120_000);
  afterAll(async () => {
    await live?.stop();
    await postgres?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('makes one file for its owner only, while events go on being taken', () => {
    expect(readdirSync(folder).filter((name) => name.startsWith('archive'))).toEqual(['archive.dump']);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(during.length).toBeGreaterThan(0);
  });

  describe('restored by a role that owns its database only', () => {
    let url: string;
    let restored: TestServer;
    let head: bigint;
    beforeAll(async () => {
      url = await createDatabase('fresh');
      // A server was started on it and nothing was sent: its tables are there, and empty.
      await (await TestServer.start({ databaseUrl: url })).stop();
      const { code, stderr } = await run('restore', file, '--database', url);
      expect({ code, stderr }).toEqual({
        code: 0,
        stderr: expect.stringMatching(/Restored and checked: [\d,]+ events/),
      });
      head = BigInt(/last seq is (\d+)/.exec(stderr)?.[1] ?? 0);
      restored = await TestServer.start({ databaseUrl: url });
    }, 60_000);
    afterAll(() => restored?.stop());

    it('has every event up to one moment, with the same seq, days and projects', async () => {
      const [original, copy] = [await history(live), await history(restored)];
      expect(copy).toEqual(original.filter(({ seq }) => BigInt(seq) <= head));
      expect(copy.length).toBeGreaterThanOrEqual(before.length + 4);
      expect(copy.map(({ id }) => id)).toEqual(expect.arrayContaining([...before, '3-days-ago', 'question']));
      const count = `SELECT project, count(*)::int FROM events GROUP BY project ORDER BY project`;
      expect(await postgres.query(count, 'fresh')).toEqual([
        { project: 'default', count: copy.length },
        { project: 'other', count: 3 },
      ]);
      const parts = `SELECT relname FROM pg_class WHERE relnamespace = 'binnacle_days'::regnamespace AND relkind IN ('r', 'p')
                     ORDER BY relname`;
      expect(await postgres.query(parts, 'fresh')).toEqual(await postgres.query(parts, 'live'));
    });

    it('finds text, and builds the indexes for it again', async () => {
      const { data } = await restored.json<{ data: Event[] }>('/api/v1/events?query=needle&order=asc');
      expect(data.map(({ id }) => id)).toEqual(['3-days-ago', '2-days-ago', '1-days-ago']);
      const indexes = `SELECT relname FROM pg_class WHERE relname LIKE '%_text_idx'`;
      const days = 3 * 2;
      await until(async () => (await postgres.query(indexes, 'fresh')).length === days);
    });

    it('has sums that go on where they were', async () => {
      const from = new Date(Date.now() - 5 * DAY_MS).toISOString();
      const stats = await restored.json<{ totals: { events: number }[] }>(`/api/v1/stats?step=1d&from=${from}`);
      expect(stats.totals).toMatchObject([{ events: (await history(restored)).length }]);
    });

    it('knows the events it has: sent again they are duplicates', async () => {
      const ids = (await history(restored))
        .map(({ id }) => id)
        .filter((id) => !id.endsWith('ago') && id !== 'question');
      const again = ids.slice(0, 1_000).map((id) => ({ id, type: 'tool:called', agent_id: 'a' }));
      expect(await restored.send(again)).toMatchObject({ accepted: 0, duplicates: again.length });
    });

    it('takes the answer to a question that was open, and goes on above the old head', async () => {
      const { data } = await restored.json<{ data: { msg_id: string }[] }>('/api/v1/questions?state=open');
      expect(data).toMatchObject([{ msg_id: 'deploy', question: 'Deploy?', options: ['yes', 'no'] }]);
      const answered = await restored.post('/agent/asker/respond', { msg_id: 'deploy', answer: 'yes' });
      expect(answered.status).toBe(200);
      expect(await restored.json('/api/v1/questions/deploy')).toMatchObject({ state: 'answered', answer: 'yes' });
      const { accepted, last_seq } = await restored.send({ id: 'after', type: 'tool:called' });
      expect([accepted, BigInt(last_seq) > head]).toEqual([1, true]);
    });

    it('refuses while a server runs on it, and when it has events', async () => {
      expect(await run('restore', file, '--database', url)).toEqual({
        code: 1,
        stderr: expect.stringMatching(/database fresh is in use by a Binnacle server\. Stop .*\(restore_refused\)\n$/),
      });
      await restored.stop();
      expect(await run('restore', file, '--database', url)).toEqual({
        code: 1,
        stderr: expect.stringMatching(/table events is not empty.*an empty database.*\(restore_refused\)\n$/),
      });
    });
  });

  it('restores without the extension, and says what that costs', async () => {
    const url = await createDatabase('plain');
    // As where pg_trgm is not installed.
    await postgres.query(
      `CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not installed'; END $$;
       CREATE EVENT TRIGGER refuse ON ddl_command_start WHEN tag IN ('CREATE EXTENSION') EXECUTE FUNCTION refuse()`,
      'plain',
    );
    const { code, stderr } = await run('restore', file, '--database', url);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringMatching(/pg_trgm can't be added .*without an index/),
    });
  });

  it.each([
    // Its first half is the list of what it holds: without that it is no backup at all.
    ['within its data', (bytes: number) => Math.floor(bytes * 0.9)],
    ['just before its end', (bytes: number) => bytes - 1],
  ])('refuses a file that was cut %s, and leaves the database empty', async (_, size) => {
    const name = `cut_${size(100)}`;
    const url = await createDatabase(name);
    const cut = path.join(folder, name);
    const whole = readFileSync(file);
    writeFileSync(cut, whole.subarray(0, size(whole.length)));
    expect(await run('restore', cut, '--database', url)).toEqual({
      code: 1,
      stderr: expect.stringMatching(/end of file.*\(restore_failed\)\n$/),
    });
    expect(await postgres.query(`SELECT FROM pg_tables WHERE tablename ~ '^(events|p1)'`, name)).toEqual([]);
  });

  it('refuses what is no backup', async () => {
    const other = path.join(folder, 'other.dump');
    writeFileSync(other, 'PGDMP, but not really');
    const url = await createDatabase('untouched');
    for (const name of [other, path.join(folder, 'missing.dump')]) {
      expect(await run('restore', name, '--database', url)).toEqual({
        code: 1,
        stderr: expect.stringMatching(/\(backup_invalid\)\n$/),
      });
    }
  });

  it('refuses to overwrite a file unless told to', async () => {
    const kept = path.join(folder, 'kept.dump');
    writeFileSync(kept, 'precious');
    const backup = (...more: string[]) => run('backup', kept, '--database', owned('live'), ...more);
    expect(await backup()).toEqual({
      code: 1,
      stderr: expect.stringMatching(/kept\.dump exists.*\(backup_exists\)\n$/),
    });
    expect(readFileSync(kept, 'utf8')).toBe('precious');
    expect(await backup('--force')).toMatchObject({ code: 0 });
    expect(statSync(kept).size).toBeGreaterThan(1_000);
  });

  it('names the version a server needs, and leaves no file', async () => {
    const database = await createTestDatabase();
    const target = path.join(folder, 'too-old.dump');
    const bin = fakeTools('old', says('14.2'));
    try {
      expect(await run('backup', target, '--database', database.url, '--pg-bin', bin)).toEqual({
        code: 1,
        stderr: expect.stringMatching(
          /server is Postgres 18\.\d+, which needs pg_dump and pg_restore 18 or newer; found: 14\.2 in .*\(pg_tools_missing\)\n$/,
        ),
      });
    } finally {
      await database.drop();
    }
    expect(existsSync(target)).toBe(false);
  });

  it('tells pg_dump the password where nobody can read it', async () => {
    const seen = path.join(folder, 'arguments');
    const bin = fakeTools(
      'spy',
      `echo "$@" >> ${seen}; exec ${tools.dump} "$@"`,
      `echo "$@" >> ${seen}; exec ${tools.restore} "$@"`,
    );
    const args = ['backup', path.join(folder, 'spied.dump'), '--pg-bin', bin];
    const { ended } = runBinnacle(args, { DATABASE_URL: owned('live') });
    expect(await ended).toMatchObject({ code: 0 });
    expect(readFileSync(seen, 'utf8')).toContain('--format=custom');
    expect(readFileSync(seen, 'utf8')).not.toMatch(/p(@|%40)ss/);
  });

  it('ends pg_dump at Ctrl-C and removes what it wrote', async () => {
    const target = path.join(folder, 'interrupted.dump');
    const bin = fakeTools(
      'slow',
      `${says(tools.version)}; echo $$ > ${folder}/pid; echo half > ${target}.part; exec sleep 60`,
    );
    const { child, ended } = runBinnacle(['backup', target], { DATABASE_URL: owned('live'), BINNACLE_PG_BIN: bin });
    await until(() => existsSync(path.join(folder, 'pid')));
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 130 });
    expect(readdirSync(folder).filter((name) => name.startsWith('interrupted'))).toEqual([]);
    expect(() => process.kill(Number(readFileSync(path.join(folder, 'pid'), 'utf8')), 0)).toThrow(/ESRCH/);
  });

  (tools.major <= EMBEDDED_MAJOR ? it : it.skip)(
    'moves an archive of an older Postgres into the embedded one',
    async () => {
      const dataDir = path.join(folder, 'data');
      const env = { BINNACLE_DATA_DIR: dataDir };
      const { code, stderr } = await runBinnacle(['restore', file], env).ended;
      expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('Restored and checked') });
      const server = await TestServer.start({ env });
      try {
        expect((await server.get('/api/v1/events/question')).status).toBe(200);
        expect(await run('restore', file, '--data-dir', dataDir)).toEqual({
          code: 1,
          stderr: expect.stringMatching(/data is in use by process \d+.*\(restore_refused\)\n$/),
        });
      } finally {
        await server.stop();
      }
    },
    60_000,
  );
});
