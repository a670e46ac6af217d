import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { LifecycleError } from '@binnacle/events';
import type { Cluster } from './cluster.js';
import { isPostgres, readPostmasterFile } from './postmaster-file.js';
import type { RunningServer } from './running-server.js';

const POLL_MS = 100;

/**
 * The server that an earlier, killed Binnacle left running on this cluster; undefined when there is none.
 *
 * Removes a stale `postmaster.pid`. Call it only while holding the directory's lock.
 *
 * @throws LifecycleError `database_start_failed` when a server is there and does not become ready
 */
export async function adoptServer(cluster: Cluster, timeoutMs: number): Promise<RunningServer | undefined> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const file = readPostmasterFile(cluster.pidFile);
    if (!file) return undefined;
    if (!isPostgres(file.pid)) {
      rmSync(cluster.pidFile, { force: true });
      return undefined;
    }
    if (file.ready) return { pid: file.pid, port: file.port, adopted: true, exited: disappearance(file.pid) };
    if (Date.now() > deadline) {
      throw new LifecycleError('database_start_failed', `postgres ${file.pid} is running but not ready`, { ...file });
    }
    await sleep(POLL_MS);
  }
}

/** It is not our child, so nothing tells us when it ends. */
async function disappearance(pid: number): Promise<void> {
  while (isPostgres(pid)) await sleep(POLL_MS, undefined, { ref: false });
}
