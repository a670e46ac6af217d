import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Binaries } from './binaries.js';
import type { ServerUser } from './server-user.js';

/** The files of one embedded server below a Binnacle data directory. */
export interface ClusterFiles {
  /** Postgres' own data directory. */
  readonly path: string;
  readonly passwordFile: string;
  readonly logFile: string;
  readonly pidFile: string;
}

/** What it takes to run the server on them. */
export interface Cluster extends ClusterFiles {
  readonly user: ServerUser | undefined;
  readonly binaries: Binaries;
}

export const clusterPathOf = (dataDir: string): string => path.join(dataDir, 'postgres');

export function clusterFiles(dataDir: string): ClusterFiles {
  const cluster = clusterPathOf(dataDir);
  return {
    path: cluster,
    passwordFile: path.join(dataDir, 'postgres.password'),
    logFile: path.join(dataDir, 'postgres.log'),
    pidFile: path.join(cluster, 'postmaster.pid'),
  };
}

export const clusterAt = (dataDir: string, user: ServerUser | undefined, binaries: Binaries): Cluster => ({
  ...clusterFiles(dataDir),
  user,
  binaries,
});

/**
 * What `-D` must say in a process whose working directory is the cluster.
 *
 * A server that dropped from root may be unable to walk down to its own directory (a checkout below /root). It inherits
 * the working directory, and Linux leads `/proc/self/cwd` there without looking at the folders above; so nothing moves
 * and no permission of the user's folders changes.
 */
export function pathForServer(clusterPath: string, user: ServerUser | undefined): string {
  return user && existsSync('/proc/self/cwd') ? '/proc/self/cwd' : clusterPath;
}
