import { setTimeout as sleep } from 'node:timers/promises';
import { BinnacleError } from '@binnacle/events';
import type pg from 'pg';
import { connect } from '../connect.js';
import { DAYS_SCHEMA } from '../partitions/partition.js';
import { KEEPER_LOCK } from '../storage/keeper-lock.js';
import { connectionEnvironment } from './connection-environment.js';
import { findTools } from './find-tools.js';
import { PartFile } from './part-file.js';
import type { PostgresTools } from './postgres-tools.js';
import { readBackup } from './read-backup.js';
import { runTool } from './run-tool.js';

export interface BackupOptions {
  /** Replaces the file when it exists. */
  readonly force?: boolean;
  /** Folder of pg_dump and pg_restore; default: PATH and the usual places. */
  readonly toolFolder?: string;
  /** Ends pg_dump and removes what it wrote. */
  readonly signal?: AbortSignal;
  /** Bytes written so far, every few seconds. */
  readonly onProgress?: (bytes: number) => void;
}

export interface BackupReport {
  readonly bytes: number;
}

const PROGRESS_MS = 2_000;
const KEEPER_PATIENCE_MS = 10_000;
const KEEPER_POLL_MS = 200;

/**
 * Saves the archive as it is at one moment, beside a server that goes on writing. Not a copy of settings, plugins or roles.
 *
 * @throws BinnacleError `backup_exists`, `backup_failed`, `pg_tools_missing`, `archive_unavailable`
 */
export async function backupDatabase(url: string, file: string, options: BackupOptions = {}): Promise<BackupReport> {
  const { force, signal, toolFolder } = options;
  const env = connectionEnvironment(url);
  const session = await connect(url, 'binnacle-backup');
  try {
    const schema = await archiveSchema(session);
    const [tools] = (await findTools(session, 'dump', toolFolder)) as [PostgresTools];
    const part = PartFile.create(file, force);
    const stopReporting = report(part, options.onProgress);
    try {
      await holdKeeper(session, signal);
      const what = [`--schema=${quoted(schema)}`, `--schema=${quoted(DAYS_SCHEMA)}`];
      const how = ['--format=custom', '--no-password', `--file=${part.path}`];
      await runTool(tools.dump, [...how, ...what], { env, signal, code: 'backup_failed' });
      await readBackup(part.path, [tools]);
      const { bytes } = part;
      part.finish();
      return { bytes };
    } finally {
      stopReporting();
      part.discard();
    }
  } finally {
    await session.end();
  }
}

/** Usually `public`; a connection string or a role may say otherwise. */
async function archiveSchema(session: pg.Client): Promise<string> {
  const { rows } = await session.query<{ schema: string }>(
    `SELECT relnamespace::regnamespace::text AS schema FROM pg_class WHERE oid = to_regclass('events')`,
  );
  const [row] = rows;
  if (row) return row.schema;
  throw new BinnacleError('backup_failed', `database ${session.database} holds no archive of Binnacle`);
}

/**
 * No day is dropped while pg_dump lists the tables, and no index build waits for it. Asked for again and again, not waited
 * for: an index build waits for every statement under way, and ours would be one. Without it a backup works too; at worst
 * pg_dump fails because a table went away.
 */
async function holdKeeper(session: pg.Client, signal?: AbortSignal): Promise<void> {
  for (const deadline = Date.now() + KEEPER_PATIENCE_MS; Date.now() < deadline; ) {
    signal?.throwIfAborted();
    const { rows } = await session.query('SELECT pg_try_advisory_lock($1) AS held', [KEEPER_LOCK]);
    if (rows[0]?.held) return;
    await sleep(KEEPER_POLL_MS);
  }
}

function report(part: PartFile, onProgress: BackupOptions['onProgress']): () => void {
  if (!onProgress) return () => {};
  const timer = setInterval(() => onProgress(part.bytes), PROGRESS_MS);
  return () => clearInterval(timer);
}

/** pg_dump takes patterns: quoted, a name is only itself. `regnamespace` quotes those that need it. */
const quoted = (name: string): string => (name.startsWith('"') ? name : `"${name}"`);
