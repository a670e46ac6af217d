import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BinnacleError, LifecycleError } from '@binnacle/events';
import { DEFAULT_DATA_DIR } from '../database-options.js';
import { clusterFiles } from '../embedded/cluster.js';
import { EmbeddedPostgres } from '../embedded/embedded-postgres.js';
import { DATABASE_NAME, ensureDatabase } from '../embedded/ensure-database.js';
import { isPostgres, readPostmasterFile } from '../embedded/postmaster-file.js';
import { serverUrl } from '../embedded/server-url.js';
import type { OpenDatabase } from '../open-database.js';

const READY_TIMEOUT_MS = 60_000;
const POLL_MS = 100;
/** A restore makes all tables in one transaction, and each is a lock: this many for every connection. */
const RESTORE_SETTINGS = { max_locks_per_transaction: '4096' };

/**
 * The embedded database to back up: of the server that runs on the directory, else started until `close`.
 *
 * @throws BinnacleError `invalid_config` when there is none
 */
export async function openEmbeddedSource(dataDir = DEFAULT_DATA_DIR): Promise<OpenDatabase> {
  const files = clusterFiles(path.resolve(dataDir));
  if (!existsSync(files.path)) {
    throw new BinnacleError(
      'invalid_config',
      `${path.resolve(dataDir)} holds no archive; name one by --data-dir, BINNACLE_DATA_DIR, --database or DATABASE_URL`,
    );
  }
  try {
    return await start(dataDir);
  } catch (error) {
    if (!isHeldHere(error)) throw error;
    return { url: serverUrl(files, await portOf(files.pidFile), DATABASE_NAME), close: async () => {} };
  }
}

/**
 * The embedded database to restore into, made when absent, for this process alone until `close`.
 *
 * @throws LifecycleError `restore_refused` while a server runs on the directory
 */
export async function openEmbeddedTarget(dataDir = DEFAULT_DATA_DIR): Promise<OpenDatabase> {
  try {
    return await start(dataDir, RESTORE_SETTINGS);
  } catch (error) {
    if (error instanceof LifecycleError && 'dataDir' in error.context) {
      throw new LifecycleError('restore_refused', error.detail, error.context, { cause: error });
    }
    throw error;
  }
}

async function start(dataDir: string, settings: Readonly<Record<string, string>> = {}): Promise<OpenDatabase> {
  const server = await EmbeddedPostgres.start({ dataDir, settings });
  try {
    await ensureDatabase(server.url());
    return { url: server.url(DATABASE_NAME), close: () => server.stop() };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** Another process of this machine has the directory, so its server can be reached. */
const isHeldHere = (error: unknown): boolean =>
  error instanceof LifecycleError && 'dataDir' in error.context && error.context.host === hostname();

/** The server may be on its way up. */
async function portOf(pidFile: string): Promise<number> {
  for (const deadline = Date.now() + READY_TIMEOUT_MS; Date.now() < deadline; await sleep(POLL_MS)) {
    const file = readPostmasterFile(pidFile);
    if (file?.ready && isPostgres(file.pid)) return file.port;
  }
  throw new LifecycleError('archive_unavailable', `the Postgres of ${pidFile} is not ready`);
}
