import { LifecycleError } from '@binnacle/events';
import type pg from 'pg';
import { MIGRATION_LOCK } from '../migrations/migrate.js';
import { DAYS_SCHEMA } from '../partitions/partition.js';
import { archiveObjects } from './archive-tables.js';

/** A migration fills them. */
const NEVER_EMPTY = ['_prisma_migrations', 'archive_head'];

/**
 * The database is ours until the session ends: a server that starts on it waits.
 *
 * @throws LifecycleError `restore_refused` when a server runs on it, or it holds anything of an archive
 */
export async function claimTarget(session: pg.Client): Promise<void> {
  const { rows: locks } = await session.query('SELECT pg_try_advisory_lock($1) AS held', [MIGRATION_LOCK]);
  if (!locks[0]?.held) throw refused(session, 'is being migrated or restored by another process');
  const { rows: sessions } = await session.query<{ application_name: string }>(
    `SELECT application_name FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name LIKE 'binnacle%'`,
  );
  if (sessions.length > 0) throw refused(session, 'is in use by a Binnacle server');
  for (const table of await existingTables(session)) {
    if (NEVER_EMPTY.includes(table)) continue;
    const { rowCount } = await session.query(`SELECT FROM ${session.escapeIdentifier(table)} LIMIT 1`);
    if (rowCount) throw refused(session, `holds an archive already: table ${table} is not empty`);
  }
}

/** Removes the archive's tables, which are empty or ours: with many days one transaction would take too many locks. */
export async function clearTarget(session: pg.Client): Promise<void> {
  const { rows: days } = await session.query<{ name: string }>(
    `SELECT oid::regclass::text AS name FROM pg_class
     WHERE relnamespace = to_regnamespace($1) AND relkind IN ('r', 'p') ORDER BY relkind DESC`,
    [DAYS_SCHEMA],
  );
  for (const { name } of days) await session.query(`DROP TABLE ${name}`);
  for (const table of await existingTables(session)) {
    await session.query(`DROP TABLE ${session.escapeIdentifier(table)} CASCADE`);
  }
  const { types, functions } = archiveObjects();
  for (const type of types) await session.query(`DROP TYPE IF EXISTS ${session.escapeIdentifier(type)}`);
  for (const name of functions) await session.query(`DROP FUNCTION IF EXISTS ${session.escapeIdentifier(name)}()`);
  await session.query(`DROP SCHEMA IF EXISTS ${DAYS_SCHEMA}`);
}

async function existingTables(session: pg.Client): Promise<string[]> {
  const { rows } = await session.query<{ name: string }>(
    'SELECT name FROM unnest($1::text[]) AS name WHERE to_regclass(quote_ident(name)) IS NOT NULL',
    [archiveObjects().tables],
  );
  return rows.map(({ name }) => name);
}

const refused = ({ database }: pg.Client, what: string) =>
  new LifecycleError('restore_refused', `database ${database} ${what}`, { database });
