import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { LifecycleError } from '@binnacle/events';

/** Whom the server runs as; undefined = as this process. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Postgres refuses to run as root: the owner of an existing cluster, else user `postgres`, else `nobody`.
 *
 * @throws LifecycleError `database_start_failed` when there is no such user
 */
export function serverUser(clusterPath: string): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const cluster = statSync(clusterPath, { throwIfNoEntry: false });
  if (cluster && cluster.uid !== 0) return { uid: cluster.uid, gid: cluster.gid };
  for (const name of ['postgres', 'nobody']) {
    const uid = idOf('-u', name);
    const gid = idOf('-g', name);
    if (uid && gid) return { uid, gid };
  }
  throw new LifecycleError(
    'database_start_failed',
    'running as root, and neither user postgres nor nobody exists; run as another user or set DATABASE_URL',
  );
}

function idOf(flag: '-u' | '-g', name: string): number | undefined {
  try {
    const text = execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return Number(text) || undefined;
  } catch {
    return undefined;
  }
}
