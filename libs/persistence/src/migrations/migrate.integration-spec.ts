import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { MIGRATION_LOCK, migrate } from './migrate.js';
import { migrationsDirectory } from './migrations-directory.js';

describe('migrate', () => {
  let database: TestDatabase;
  let client: pg.Client;
  let directory: string;
  const write = (name: string, sql: string) => {
    mkdirSync(path.join(directory, name), { recursive: true });
    writeFileSync(path.join(directory, name, 'migration.sql'), sql);
  };
  const applied = async () =>
    (
      await client.query('SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY 1')
    ).rows.map(({ migration_name }) => migration_name);

  beforeAll(async () => {
    database = await createTestDatabase();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
  });
  beforeEach(async () => {
    directory = mkdtempSync(path.join(tmpdir(), 'binnacle-migrations-'));
    await client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
    write('1_first', 'CREATE TABLE one (id int); -- a comment; with a semicolon\nINSERT INTO one VALUES (1);');
    write('2_second', 'ALTER TABLE one ADD COLUMN name text;');
  });
  afterEach(() => rmSync(directory, { recursive: true }));
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  it('applies what is pending, in order, once', async () => {
    expect(await migrate(database.url, { directory })).toEqual(['1_first', '2_second']);
    expect(await migrate(database.url, { directory })).toEqual([]);
    write('3_third', 'INSERT INTO one VALUES (3);');
    expect(await migrate(database.url, { directory })).toEqual(['3_third']);
    expect((await client.query('SELECT id FROM one ORDER BY id')).rows).toEqual([{ id: 1 }, { id: 3 }]);
  });

  it('applies each migration once when several servers start together', async () => {
    const results = await Promise.all(Array.from({ length: 5 }, () => migrate(database.url, { directory })));
    expect(results.flat()).toEqual(['1_first', '2_second']);
    expect((await client.query('SELECT count(*)::int AS count FROM one')).rows).toEqual([{ count: 1 }]);
  });

  it('rolls a failing migration back, names it, says what to do, and tries it again at the next start', async () => {
    write('3_broken', 'INSERT INTO one VALUES (3); SELECT no_such_function();');
    write('4_never', 'CREATE TABLE four (id int);');
    await expect(migrate(database.url, { directory })).rejects.toMatchObject({
      code: 'migration_failed',
      message: expect.stringMatching(/migration 3_broken: function no_such_function\(\) does not exist/),
      context: { migration: '3_broken' },
    });
    expect(await applied()).toEqual(['1_first', '2_second']);
    expect((await client.query('SELECT id FROM one')).rows).toEqual([{ id: 1 }]);
    await expect(migrate(database.url, { directory })).rejects.toThrow(
      /no_such_function.*Nothing of it was kept: correct the cause and start again/,
    );
    const { rows } = await client.query('SELECT count(*)::int AS tries FROM _prisma_migrations WHERE logs IS NOT NULL');
    expect(rows).toEqual([{ tries: 2 }]);
    write('3_broken', 'INSERT INTO one VALUES (3);');
    expect(await migrate(database.url, { directory })).toEqual(['3_broken', '4_never']);
  });

  it('refuses an edited migration and an archive of a newer version', async () => {
    await migrate(database.url, { directory });
    appendFileSync(path.join(directory, '1_first/migration.sql'), '-- edited');
    await expect(migrate(database.url, { directory })).rejects.toThrow(/1_first was edited/);
    rmSync(path.join(directory, '2_second'), { recursive: true });
    write('1_first', 'CREATE TABLE one (id int); -- a comment; with a semicolon\nINSERT INTO one VALUES (1);');
    await expect(migrate(database.url, { directory })).rejects.toThrow(
      /newer Binnacle: 2_second is applied.*Nothing was changed/,
    );
  });

  it('says that a database is away and that a directory is missing', async () => {
    await expect(migrate('postgresql://a:b@127.0.0.1:1/x', { directory })).rejects.toMatchObject({
      code: 'archive_unavailable',
    });
    await expect(migrate(database.url, { directory: path.join(directory, 'missing') })).rejects.toMatchObject({
      code: 'migration_failed',
    });
  });

  it('refuses to guess about what another tool began and did not finish, and says how it is told', async () => {
    await migrate(database.url, { directory });
    await client.query(`UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = '2_second'`);
    await expect(migrate(database.url, { directory })).rejects.toThrow(
      /2_second was begun by another tool.*--applied 2_second.*--rolled-back 2_second/,
    );
  });

  it('gives up waiting for another process, and says where to look', async () => {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    try {
      await expect(migrate(database.url, { directory, lockWaitMs: 300 })).rejects.toThrow(
        /another process has migrated for .*pg_stat_activity/,
      );
    } finally {
      await client.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    }
  });

  describe('killed half-way', () => {
    /** Runs a migration in a process of its own until Postgres says that it waits, and kills that. */
    async function killWhileWaiting(): Promise<void> {
      const child = spawn(process.execPath, ['test/support/migrate-process.mjs', database.url, directory], {
        stdio: ['ignore', 'inherit', 'inherit'],
      });
      const ended = once(child, 'exit');
      const waits = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'binnacle-migrations'
        AND wait_event_type = 'Lock'`;
      for (const deadline = Date.now() + 25_000; (await client.query(waits)).rowCount === 0; )
        if (Date.now() > deadline || child.exitCode !== null)
          throw new Error('the migration did not come to where it waits');
      child.kill('SIGKILL');
      await ended;
    }

    /** A session that holds something the migration needs. */
    async function holder(sql: string): Promise<pg.Client> {
      const other = new pg.Client({ connectionString: database.url });
      await other.connect();
      await other.query(`BEGIN; ${sql}`);
      return other;
    }

    it('leaves nothing of itself, and is applied as a whole at the next start', async () => {
      await migrate(database.url, { directory });
      await client.query('CREATE TABLE gate (id int)');
      write('3_third', 'CREATE TABLE three (id int); SELECT count(*) FROM gate; INSERT INTO three VALUES (3);');
      const gate = await holder('LOCK TABLE gate');
      await killWhileWaiting();
      await gate.end();
      expect(await migrate(database.url, { directory })).toEqual(['3_third']);
      expect((await client.query('SELECT id FROM three')).rows).toEqual([{ id: 3 }]);
      expect(await applied()).toEqual(['1_first', '2_second', '3_third']);
    }, 60_000);

    it('is run again from its first step when it can not be one transaction: no index stays half built', async () => {
      await migrate(database.url, { directory });
      const steps = [
        '-- binnacle: in steps',
        'CREATE TABLE IF NOT EXISTS three (id int);',
        'DROP INDEX CONCURRENTLY IF EXISTS one_id;',
        'CREATE INDEX CONCURRENTLY one_id ON one (id); -- builds for long',
      ];
      write('3_third', steps.join('\n'));
      const writer = await holder('INSERT INTO one VALUES (9)');
      await killWhileWaiting();
      const indexes = async () =>
        (await client.query(`SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('one_id')`)).rows.map(
          ({ indisvalid }) => indisvalid,
        );
      expect(await indexes()).toEqual([false]);
      await writer.end();
      expect(await migrate(database.url, { directory })).toEqual(['3_third']);
      expect(await indexes()).toEqual([true]);
      expect(await migrate(database.url, { directory })).toEqual([]);
    }, 60_000);

    it('says which line is missing when a migration can not run in a transaction', async () => {
      write('3_third', 'CREATE INDEX CONCURRENTLY one_id ON one (id);');
      await expect(migrate(database.url, { directory })).rejects.toThrow(/cannot run inside a transaction block/);
    });
  });

  describe('with the migrations of this package', () => {
    const prisma = (...parameters: string[]) =>
      spawnSync(process.execPath, ['tools/prisma.mjs', ...parameters], {
        encoding: 'utf8',
        env: { ...process.env, DATABASE_URL: database.url },
      });

    it('leaves nothing for Prisma to do: no pending migration, no drift from the schema', async () => {
      await migrate(database.url);
      const status = prisma('migrate', 'status');
      expect([status.status, status.stdout]).toEqual([0, expect.stringContaining('Database schema is up to date')]);
      const drift = prisma(
        'migrate',
        'diff',
        '--from-config-datasource',
        '--to-schema',
        'prisma/schema.prisma',
        '--exit-code',
      );
      expect([drift.status, drift.stdout]).toEqual([0, expect.stringContaining('No difference detected')]);
      const replayed = prisma(
        'migrate',
        'diff',
        '--from-migrations',
        'prisma/migrations',
        '--to-schema',
        'prisma/schema.prisma',
        '--exit-code',
      );
      expect([replayed.status, replayed.stderr]).toEqual([0, expect.not.stringContaining('Error')]);
    });

    it('accepts what Prisma itself deployed', async () => {
      const deployed = prisma('migrate', 'deploy');
      expect([deployed.status, deployed.stdout]).toEqual([0, expect.stringContaining('successfully applied')]);
      expect(await migrate(database.url)).toEqual([]);
    });

    it('keeps one row in archive_head, updated in place', async () => {
      await migrate(database.url);
      expect((await client.query('SELECT * FROM archive_head')).rows).toEqual([{ id: 1, last_seq: '0' }]);
      await expect(client.query('INSERT INTO archive_head (id) VALUES (2)')).rejects.toThrow(/check/);
    });

    it('finds them from anywhere below the package, and only there', () => {
      expect(migrationsDirectory()).toBe(path.resolve('prisma/migrations'));
      expect(migrationsDirectory(path.resolve('dist/libs/persistence/src/migrations'))).toBe(
        path.resolve('prisma/migrations'),
      );
      cpSync('prisma/migrations', path.join(directory, 'prisma/migrations'), { recursive: true });
      expect(migrationsDirectory(path.join(directory, 'dist/x'))).toBe(path.join(directory, 'prisma/migrations'));
      expect(() => migrationsDirectory(path.parse(directory).root)).toThrow(/migration_failed/);
    });
  });
});
