import { randomUUID } from 'node:crypto';
import pg from 'pg';

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** An empty, migrated database of its own, about 30 ms. `drop` it in `afterAll`; open connections are cut. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const admin = process.env.BINNACLE_TEST_ADMIN_URL;
  if (!admin) throw new Error('no test server: run this file in a Jest project that has the global setup');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await statement(admin, `CREATE DATABASE ${name} TEMPLATE ${process.env.BINNACLE_TEST_TEMPLATE}`);
  const url = new URL(admin);
  url.pathname = `/${name}`;
  return {
    url: url.toString(),
    drop: () => statement(admin, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

async function statement(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
