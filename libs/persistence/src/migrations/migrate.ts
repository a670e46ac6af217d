/**
 * Applies pending migrations when the server starts. Prisma's own folder format, table, checksum and lock, so that
 * `prisma migrate status`, `deploy` and `dev` agree with it; not a second migration tool, and it never goes back.
 */
import { randomUUID } from 'node:crypto';
import { LifecycleError } from '@binnacle/events';
import type pg from 'pg';
import { connect } from '../connect.js';
import { migrationsDirectory } from './migrations-directory.js';
import { type AppliedMigration, pendingMigrations } from './pending-migrations.js';
import { type Migration, readMigrations } from './read-migrations.js';

/** The advisory lock Prisma Migrate takes: two servers starting at once apply a migration once. */
export const MIGRATION_LOCK = 72_707_369;

const MIGRATIONS_TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

/**
 * @returns the names of the migrations applied now
 * @throws LifecycleError `migration_failed`, naming the migration; `archive_unavailable` when the database can't be reached
 */
export async function migrate(url: string, directory = migrationsDirectory()): Promise<string[]> {
  const migrations = readMigrations(directory);
  const client = await connect(url);
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query(MIGRATIONS_TABLE);
    const { rows } = await client.query<AppliedMigration>(
      'SELECT migration_name, checksum, finished_at, logs FROM _prisma_migrations WHERE rolled_back_at IS NULL',
    );
    const pending = pendingMigrations(migrations, rows);
    for (const migration of pending) await apply(client, migration);
    return pending.map(({ name }) => name);
  } finally {
    // Ends the session, and with it the lock.
    await client.end().catch(() => {});
  }
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  const id = randomUUID();
  const row = 'INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ($1, $2, $3)';
  await client.query(row, [id, checksum, name]);
  try {
    // Several statements in one simple query are one transaction.
    await client.query(sql);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    await client.query('UPDATE _prisma_migrations SET logs = $2 WHERE id = $1', [id, reason]).catch(() => {});
    throw new LifecycleError('migration_failed', `migration ${name}: ${reason}`, { migration: name }, { cause: error });
  }
  await client.query('UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1 WHERE id = $1', [id]);
}
