import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { LifecycleError } from '@binnacle/events';
import { type Cluster, pathForServer } from './cluster.js';

/** The one this package ships; a cluster of another major version can't be opened. */
const MAJOR_VERSION = '18';

/**
 * Makes the cluster unless there is one: scram passwords, UTF8, C locale. A crash in the middle leaves no cluster, never half a one.
 *
 * @throws LifecycleError `database_start_failed`
 */
export async function initCluster(cluster: Cluster): Promise<void> {
  if (existsSync(cluster.path)) return checkExisting(cluster);
  const folder = path.dirname(cluster.path);
  const prefix = `${path.basename(cluster.path)}.init-`;
  for (const name of readdirSync(folder)) {
    if (name.startsWith(prefix)) rmSync(path.join(folder, name), { recursive: true, force: true });
  }
  // Kept from an earlier attempt: a password without a cluster is harmless, a cluster without its password is lost.
  if (!existsSync(cluster.passwordFile)) {
    writeFileSync(cluster.passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
  }
  const staging = path.join(folder, `${prefix}${process.pid}`);
  const made = path.join(staging, 'cluster');
  const password = path.join(staging, 'password');
  mkdirSync(made, { recursive: true, mode: 0o700 });
  writeFileSync(password, readFileSync(cluster.passwordFile), { mode: 0o600 });
  if (cluster.user) for (const entry of [staging, made, password]) chownSync(entry, cluster.user.uid, cluster.user.gid);
  try {
    await runInitdb(cluster, made);
    renameSync(made, cluster.path);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

function checkExisting(cluster: Cluster): void {
  const file = path.join(cluster.path, 'PG_VERSION');
  if (!existsSync(file)) throw failed(`${cluster.path} is not a Postgres data directory`);
  const version = readFileSync(file, 'utf8').trim();
  if (version !== MAJOR_VERSION) {
    throw failed(
      `${cluster.path} is of Postgres ${version}; this Binnacle brings ${MAJOR_VERSION}. Dump it with the old one.`,
    );
  }
  if (!existsSync(cluster.passwordFile)) throw failed(`${cluster.passwordFile} is missing; restore it from a backup`);
}

function runInitdb({ binaries, user }: Cluster, made: string): Promise<void> {
  const options = ['-U', 'postgres', '-A', 'scram-sha-256', '-E', 'UTF8', '--locale=C', '--no-instructions'];
  // Relative, because the staging folder too may lie where the server's user can't walk to.
  const target = ['-D', pathForServer(made, user), '--pwfile', path.join('..', 'password')];
  return new Promise((resolve, reject) => {
    const child = spawn(binaries.initdb, [...options, ...target], {
      ...user,
      cwd: made,
      env: { ...process.env, TZ: 'UTC' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    child.on('error', (error) => reject(failed(`initdb: ${error.message}`)));
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(failed(`initdb: ${errors.trim() || `exit code ${code}`}`)),
    );
  });
}

const failed = (detail: string) => new LifecycleError('database_start_failed', detail);
