import { connect } from '../connect.js';

/** The archive's database on an embedded server. */
export const DATABASE_NAME = 'binnacle';

export async function ensureDatabase(adminUrl: string): Promise<void> {
  const client = await connect(adminUrl);
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE_NAME]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE_NAME}`);
  } finally {
    await client.end();
  }
}
