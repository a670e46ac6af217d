/** prisma/schema.prisma and the migrations that a server applies describe one database. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { addPartitions } from '../partitions/add-partitions.js';
import { PrismaService } from '../prisma.service.js';
import { indexDay } from '../storage/index-day.js';
import { storedDays } from '../storage/stored-days.js';

const ROOT = path.resolve(import.meta.dirname, '../../../..');

describe('the migrated database', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database?.drop());

  /** What Prisma would change to bring the database to the schema. */
  const difference = async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        'tools/prisma.mjs',
        'migrate',
        'diff',
        '--from-config-datasource',
        '--to-schema',
        'prisma/schema.prisma',
        '--script',
      ],
      { cwd: ROOT, env: { ...process.env, DATABASE_URL: database.url } },
    );
    return stdout.replaceAll(/^--.*\n?/gm, '').trim();
  };

  it('has the shape of schema.prisma, with partitions and without', async () => {
    expect(await difference()).toBe('');
    const pool = new PrismaService(database.url, { poolSize: 1 });
    await addPartitions(pool, ['default', 'other'], [20_000, 20_001]);
    for (const day of await storedDays(pool)) await indexDay(pool, day, false);
    await pool.$disconnect();
    expect(await difference()).toBe('');
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query('ALTER TABLE events DROP COLUMN parent_id');
    await client.end();
    expect(await difference()).toContain('ADD COLUMN     "parent_id" TEXT');
  }, 60_000);
});
