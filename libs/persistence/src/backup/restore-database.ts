import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type pg from 'pg';
import { connect } from '../connect.js';
import type { BackupContents } from './backup-contents.js';
import { connectionEnvironment } from './connection-environment.js';
import { findTools } from './find-tools.js';
import { readBackup } from './read-backup.js';
import { claimTarget, clearTarget } from './restore-target.js';
import { runTool } from './run-tool.js';
import { type RestoredArchive, verifyRestored } from './verify-restored.js';

export interface RestoreOptions {
  /** Folder of pg_dump and pg_restore; default: PATH and the usual places. */
  readonly toolFolder?: string;
  /** Ends pg_restore; the database is empty then. */
  readonly signal?: AbortSignal;
  readonly onNotice?: (message: string) => void;
}

/** Objects of other sessions take locks too. */
const SHARE_OF_LOCKS = 0.5;

/**
 * Brings a backup into an empty database; what fails leaves it empty. Not a merge: an archive that has events stays as it is.
 *
 * @throws BinnacleError `backup_invalid`, `restore_refused`, `restore_failed`, `pg_tools_missing`, `archive_unavailable`
 */
export async function restoreDatabase(
  url: string,
  file: string,
  { toolFolder, signal, onNotice = () => {} }: RestoreOptions = {},
): Promise<RestoredArchive> {
  const env = connectionEnvironment(url);
  const session = await connect(url, 'binnacle-restore');
  try {
    const { tools, contents } = await readBackup(file, await findTools(session, 'restore', toolFolder));
    onNotice(`backup of ${contents.createdAt ?? 'an unknown time'}, from Postgres ${contents.serverVersion ?? '?'}`);
    await claimTarget(session);
    await clearTarget(session);
    const list = ListFile.create(contents.toRestore);
    try {
      const transaction = (await fitsOneTransaction(session, contents))
        ? ['--single-transaction']
        : ['--exit-on-error'];
      const what = [`--dbname=${session.database}`, `--use-list=${list.path}`];
      // The role that restores owns everything, as the one that migrates does.
      const how = ['--no-owner', '--no-privileges', '--no-password', ...transaction];
      await runTool(tools.restore, [...how, ...what, file], { env, signal, code: 'restore_failed' });
    } catch (error) {
      // Nothing to do after a single transaction; when the server is gone there is nothing that could be done.
      await clearTarget(session).catch(() => {});
      throw error;
    } finally {
      list.remove();
    }
    const restored = await verifyRestored(session);
    await prepareQueries(session, onNotice);
    return restored;
  } finally {
    // Ends the session, and with it the claim.
    await session.end();
  }
}

async function fitsOneTransaction(session: pg.Client, contents: BackupContents): Promise<boolean> {
  const { rows } = await session.query<{ locks: number }>(
    `SELECT current_setting('max_locks_per_transaction')::int *
            (current_setting('max_connections')::int + current_setting('max_prepared_transactions')::int) AS locks`,
  );
  return contents.locks < (rows[0]?.locks ?? 0) * SHARE_OF_LOCKS;
}

/** Nothing here is needed for the archive to be right. */
async function prepareQueries(session: pg.Client, onNotice: (message: string) => void): Promise<void> {
  // Backups carry no statistics, and without them the first queries would be planned blindly.
  await session.query('ANALYZE events, event_ids, questions').catch((error: Error) => onNotice(error.message));
  await session.query('CREATE EXTENSION IF NOT EXISTS pg_trgm').catch((error: Error) => {
    onNotice(`extension pg_trgm can't be added (${error.message}): text is searched row by row, without an index`);
  });
}

/** pg_restore takes the list of what to restore from a file only. */
class ListFile {
  readonly path: string;

  private constructor(private readonly folder: string) {
    this.path = path.join(folder, 'list');
  }

  static create(text: string): ListFile {
    const list = new ListFile(mkdtempSync(path.join(tmpdir(), 'binnacle-restore-')));
    writeFileSync(list.path, text);
    return list;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
