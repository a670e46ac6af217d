import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from './cluster.js';
import { isPostgres } from './postmaster-file.js';
import type { RunningServer } from './running-server.js';

const FAST_SHUTDOWN_MS = 10_000;
const IMMEDIATE_SHUTDOWN_MS = 5_000;

/** Fast shutdown (sessions are ended, a checkpoint is written); after 10 s an immediate one, from which it recovers by itself. */
export async function stopServer(server: RunningServer, cluster: Cluster): Promise<void> {
  if (process.platform === 'win32') {
    // Windows knows no signals: process.kill would end the server without any shutdown.
    spawnSync(cluster.binaries.pgCtl, ['stop', '-D', cluster.path, '-m', 'fast', '-t', '10']);
    return;
  }
  if (await endsAfter('SIGINT', server, FAST_SHUTDOWN_MS)) return;
  await endsAfter('SIGQUIT', server, IMMEDIATE_SHUTDOWN_MS);
}

async function endsAfter(signal: NodeJS.Signals, { pid, exited }: RunningServer, ms: number): Promise<boolean> {
  if (!isPostgres(pid)) return true;
  process.kill(pid, signal);
  const limit = new AbortController();
  const late = sleep(ms, false, { signal: limit.signal }).catch(() => true);
  const ended = await Promise.race([exited.then(() => true), late]);
  limit.abort();
  return ended;
}
