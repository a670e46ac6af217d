import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { migrate } from './migrate.js';
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
    expect(await migrate(database.url, directory)).toEqual(['1_first', '2_second']);
    expect(await migrate(database.url, directory)).toEqual([]);
    write('3_third', 'INSERT INTO one VALUES (3);');
    expect(await migrate(database.url, directory)).toEqual(['3_third']);
    expect((await client.query('SELECT id FROM one ORDER BY id')).rows).toEqual([{ id: 1 }, { id: 3 }]);
  });

  it('applies each migration once when several servers start together', async () => {
    const results = await Promise.all(Array.from({ length: 5 }, () => migrate(database.url, directory)));
    expect(results.flat()).toEqual(['1_first', '2_second']);
    expect((await client.query('SELECT count(*)::int AS count FROM one')).rows).toEqual([{ count: 1 }]);
  });

  it('rolls a failing migration back, names it, and refuses to go on until it is resolved', async () => {
    write('3_broken', 'INSERT INTO one VALUES (3); SELECT no_such_function();');
    write('4_never', 'CREATE TABLE four (id int);');
    await expect(migrate(database.url, directory)).rejects.toMatchObject({
      code: 'migration_failed',
      message: expect.stringMatching(/migration 3_broken: function no_such_function\(\) does not exist/),
      context: { migration: '3_broken' },
    });
    expect(await applied()).toEqual(['1_first', '2_second']);
    expect((await client.query('SELECT id FROM one')).rows).toEqual([{ id: 1 }]);
    await expect(migrate(database.url, directory)).rejects.toThrow(
      /3_broken failed earlier: function no_such_function/,
    );
  });

  it('refuses an edited migration and an archive of a newer version', async () => {
    await migrate(database.url, directory);
    appendFileSync(path.join(directory, '1_first/migration.sql'), '-- edited');
    await expect(migrate(database.url, directory)).rejects.toThrow(/1_first was edited/);
    rmSync(path.join(directory, '2_second'), { recursive: true });
    write('1_first', 'CREATE TABLE one (id int); -- a comment; with a semicolon\nINSERT INTO one VALUES (1);');
    await expect(migrate(database.url, directory)).rejects.toThrow(
      /newer Binnacle: 2_second is applied.*Nothing was changed/,
    );
  });

  it('says that a database is away and that a directory is missing', async () => {
    await expect(migrate('postgresql://a:b@127.0.0.1:1/x', directory)).rejects.toMatchObject({
      code: 'archive_unavailable',
    });
    await expect(migrate(database.url, path.join(directory, 'missing'))).rejects.toMatchObject({
      code: 'migration_failed',
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
