import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { LifecycleError } from '@binnacle/events';
import { type Cluster, pathForServer } from './cluster.js';
import { readPostmasterFile } from './postmaster-file.js';
import type { RunningServer } from './running-server.js';
import { ServerLog } from './server-log.js';
import { settingArguments } from './server-settings.js';

const POLL_MS = 10;

export interface LaunchOptions {
  readonly port: number;
  readonly settings: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

/**
 * Starts Postgres on the cluster and waits until it accepts connections.
 *
 * @throws LifecycleError `database_start_failed` with the last lines of the log
 */
export async function launchServer(cluster: Cluster, options: LaunchOptions): Promise<RunningServer> {
  const log = new ServerLog(cluster.logFile);
  const stderr = log.open();
  const settings = settingArguments({ ...options.settings, port: String(options.port) });
  const child = spawn(cluster.binaries.postgres, ['-D', pathForServer(cluster.path, cluster.user), ...settings], {
    ...cluster.user,
    cwd: cluster.path,
    // A process group of its own: Ctrl-C in the terminal must reach Binnacle first, which then stops the server.
    detached: true,
    stdio: ['ignore', 'ignore', stderr],
  });
  closeSync(stderr);
  const exited = Promise.race([once(child, 'exit'), once(child, 'error')]).then(([reason]) => reason as unknown);
  let outcome: { reason: unknown } | undefined;
  exited.then(
    (reason) => (outcome = { reason }),
    (reason) => (outcome = { reason }),
  );
  child.unref();

  const deadline = Date.now() + options.timeoutMs;
  while (!isReady(cluster, child.pid)) {
    if (outcome) throw failed(`postgres ended (${describe(outcome.reason)})`, log);
    if (Date.now() > deadline) {
      child.kill('SIGQUIT');
      throw failed(`postgres was not ready after ${options.timeoutMs} ms`, log);
    }
    await sleep(POLL_MS);
  }
  return {
    pid: child.pid as number,
    port: options.port,
    adopted: false,
    exited: exited.then(
      () => {},
      () => {},
    ),
  };
}

function isReady(cluster: Cluster, pid: number | undefined): boolean {
  const file = readPostmasterFile(cluster.pidFile);
  return file?.pid === pid && file?.ready === true;
}

const describe = (reason: unknown) => (reason instanceof Error ? reason.message : `code ${String(reason)}`);

function failed(what: string, log: ServerLog): LifecycleError {
  const lines = log.tail();
  return new LifecycleError('database_start_failed', lines ? `${what}:\n${lines}` : what, { log: log.file });
}
