import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { archiveObjects } from './archive-tables.js';

describe('what a restore takes for an archive', () => {
  let database: TestDatabase;
  let client: pg.Client;
  beforeAll(async () => {
    database = await createTestDatabase();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
  });
  afterAll(async () => {
    await client?.end();
    await database?.drop();
  });

  const names = async (sql: string) => (await client.query<{ name: string }>(sql)).rows.map(({ name }) => name).sort();

  it('is every table, type and function the migrations make', async () => {
    const { tables, types, functions } = archiveObjects();
    expect([...tables].sort()).toEqual(
      await names(
        `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')`,
      ),
    );
    expect([...types].sort()).toEqual(
      await names(`SELECT typname AS name FROM pg_type WHERE typnamespace = 'public'::regnamespace AND typtype = 'e'`),
    );
    // Those of pg_trgm belong to it.
    expect([...functions].sort()).toEqual(
      await names(
        `SELECT proname AS name FROM pg_proc WHERE pronamespace = 'public'::regnamespace
         AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')`,
      ),
    );
  });
});
