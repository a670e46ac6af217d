/**
 * Looks at a database as somebody who was called: changes nothing, migrates nothing, starts no server. For `binnacle doctor`.
 */
import { existsSync } from 'node:fs';
import { BinnacleError } from '@binnacle/events';
import pg from 'pg';
import { connect } from '../connect.js';
import { clusterFiles } from '../embedded/cluster.js';
import { DATABASE_NAME } from '../embedded/ensure-database.js';
import { isPostgres, readPostmasterFile } from '../embedded/postmaster-file.js';
import { serverUrl } from '../embedded/server-url.js';
import { migrationsDirectory } from '../migrations/migrations-directory.js';
import { type AppliedMigration, pendingMigrations } from '../migrations/pending-migrations.js';
import { readMigrations } from '../migrations/read-migrations.js';

const QUERY_TIMEOUT_MS = 5_000;

export interface DatabaseReport {
  /** `180004` */
  readonly version: number;
  readonly answeredMs: number;
  /** Its clock less ours; how much of that is the way there is not known, half of `answeredMs` at most. */
  readonly clockAheadMs: number;
  readonly bytes: number;
  /** Whether tables may be made in it, as migrations do. */
  readonly mayCreate: boolean;
  readonly applied: number;
  readonly pending: readonly string[];
  /** Why the start would refuse it. */
  readonly fault: string | undefined;
}

/** The address of the embedded server that runs on a folder; undefined when none does. */
export function runningEmbedded(dataDir: string): string | undefined {
  const files = clusterFiles(dataDir);
  const server = existsSync(files.path) ? readPostmasterFile(files.pidFile) : undefined;
  return server?.ready && isPostgres(server.pid) ? serverUrl(files, server.port, DATABASE_NAME) : undefined;
}

/** @throws LifecycleError `archive_unavailable`; what Postgres says */
export async function inspectDatabase(url: string): Promise<DatabaseReport> {
  const client = await connect(url, 'binnacle-doctor');
  try {
    await client.query(`SET statement_timeout = ${QUERY_TIMEOUT_MS}; SET default_transaction_read_only = on`);
    const before = Date.now();
    const { rows } = await client.query<{ now: Date; version: string; may: boolean; schema: boolean; bytes: string }>(`
      SELECT clock_timestamp() AS now, current_setting('server_version_num') AS version,
        has_database_privilege(current_database(), 'CREATE') AS may,
        has_schema_privilege(current_schema(), 'CREATE') AS schema, pg_database_size(current_database()) AS bytes`);
    const answeredMs = Date.now() - before;
    const [row] = rows;
    if (!row) throw new Error('Postgres gave no answer');
    return {
      version: Number(row.version),
      answeredMs,
      clockAheadMs: Math.round(row.now.getTime() - (before + answeredMs / 2)),
      bytes: Number(row.bytes),
      mayCreate: row.may && row.schema,
      ...(await migrationsOf(client)),
    };
  } finally {
    await client.end();
  }
}

async function migrationsOf(client: pg.Client) {
  const { rows } = await client
    .query<AppliedMigration>(
      'SELECT migration_name, checksum, finished_at, logs FROM _prisma_migrations WHERE rolled_back_at IS NULL',
    )
    .catch((error: unknown) => {
      // An empty database has no such table.
      if (error instanceof pg.DatabaseError && error.code === '42P01') return { rows: [] };
      throw error;
    });
  try {
    const pending = pendingMigrations(readMigrations(migrationsDirectory()), rows).map(({ name }) => name);
    return { applied: rows.length, pending, fault: undefined };
  } catch (error) {
    if (!(error instanceof BinnacleError)) throw error;
    return { applied: rows.length, pending: [], fault: error.detail };
  }
}
