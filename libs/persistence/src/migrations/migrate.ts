/**
 * Applies pending migrations when the server starts. Prisma's own folder format, table, checksum and lock, so that
 * `prisma migrate status`, `deploy` and `dev` agree with it; not a second migration tool, and it never goes back.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { LifecycleError } from '@binnacle/events';
import type pg from 'pg';
import { connect } from '../connect.js';
import { migrationsDirectory } from './migrations-directory.js';
import { type AppliedMigration, pendingMigrations } from './pending-migrations.js';
import { type Migration, readMigrations, statementsOf } from './read-migrations.js';

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

/** How often a server that waits for another one's migrations looks, and how long it waits. */
const LOCK_EVERY_MS = 200;
export const LOCK_WAIT_MS = 10 * 60_000;
const TELL_AFTER_MS = 2_000;

export interface MigrateOptions {
  /** Default: `prisma/migrations` of this package. */
  readonly directory?: string;
  readonly lockWaitMs?: number;
  readonly onNotice?: (message: string) => void;
}

/**
 * A migration and the record of it commit together, so one that is killed half-way leaves nothing and is applied at the next start. One
 * that can't run in a transaction says so and is run again, see `read-migrations.ts`.
 *
 * @returns the names of the migrations applied now
 * @throws LifecycleError `migration_failed`, naming the migration; `database_too_new`; `archive_unavailable` when the database can't be
 * reached
 */
export async function migrate(
  url: string,
  { directory = migrationsDirectory(), lockWaitMs = LOCK_WAIT_MS, onNotice = () => {} }: MigrateOptions = {},
): Promise<string[]> {
  const migrations = readMigrations(directory);
  const client = await connect(url, 'binnacle-migrations');
  try {
    // Of a process that was killed, Postgres would run a statement to its end, and the next start would wait for it.
    await client.query(`SET client_connection_check_interval = '1s'`).catch(() => {});
    await lock(client, lockWaitMs, onNotice);
    await client.query(MIGRATIONS_TABLE);
    const { rows } = await client.query<AppliedMigration>(
      'SELECT migration_name, checksum, finished_at, logs FROM _prisma_migrations WHERE rolled_back_at IS NULL',
    );
    const pending = pendingMigrations(migrations, rows);
    for (const migration of pending) await (migration.isTransactional ? apply : applyInSteps)(client, migration);
    return pending.map(({ name }) => name);
  } finally {
    // Ends the session, and with it the lock.
    await client.end().catch(() => {});
  }
}

/** Looks instead of waiting in Postgres: a session that waits there holds a snapshot, for which `CREATE INDEX CONCURRENTLY` waits. */
async function lock(client: pg.Client, waitMs: number, onNotice: (message: string) => void): Promise<void> {
  const started = performance.now();
  for (let told = false; ; await sleep(LOCK_EVERY_MS)) {
    const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [
      MIGRATION_LOCK,
    ]);
    if (rows[0]?.taken) return;
    const waited = performance.now() - started;
    if (waited > waitMs) {
      const detail = `another process has migrated for ${Math.round(waited / 1_000)} s. Look for it (application_name binnacle-migrations in pg_stat_activity), then start again`;
      throw new LifecycleError('migration_failed', detail);
    }
    if (told || waited < TELL_AFTER_MS) continue;
    told = true;
    onNotice('another process migrates the database; this one waits for it');
  }
}

const RECORD = `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
  VALUES ($1, $2, $3, now(), 1)`;

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query('BEGIN');
    await client.query(RECORD, [randomUUID(), checksum, name]);
    await client.query(sql);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    await recordFailure(client, { name, checksum, reason: reasonOf(error) });
    const hint = 'Nothing of it was kept: correct the cause and start again, or start the earlier version';
    throw failed(name, `${reasonOf(error)}. ${hint}`, error);
  }
}

async function applyInSteps(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  // An earlier try of it, which was killed.
  await client.query('DELETE FROM _prisma_migrations WHERE migration_name = $1 AND finished_at IS NULL', [name]);
  const started = 'INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ($1, $2, $3)';
  await client.query(started, [randomUUID(), checksum, name]);
  try {
    for (const statement of statementsOf(sql)) await client.query(statement);
  } catch (error) {
    await client.query('DELETE FROM _prisma_migrations WHERE migration_name = $1 AND finished_at IS NULL', [name]);
    await recordFailure(client, { name, checksum, reason: reasonOf(error) });
    throw failed(name, `${reasonOf(error)}. Its steps may be run again: correct the cause and start again`, error);
  }
  const finish = 'UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1 WHERE migration_name = $1';
  await client.query(`${finish} AND finished_at IS NULL`, [name]);
}

interface Failure {
  readonly name: string;
  readonly checksum: string;
  readonly reason: string;
}

/** For whoever reads the table; it stops nothing. */
async function recordFailure(client: pg.Client, { name, checksum, reason }: Failure): Promise<void> {
  const row = `INSERT INTO _prisma_migrations (id, checksum, migration_name, logs, rolled_back_at) VALUES ($1, $2, $3, $4, now())`;
  await client.query(row, [randomUUID(), checksum, name, reason]).catch(() => {});
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const failed = (name: string, what: string, cause: unknown) =>
  new LifecycleError('migration_failed', `migration ${name}: ${what}`, { migration: name }, { cause });
