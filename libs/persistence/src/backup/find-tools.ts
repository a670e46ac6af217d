import { BinnacleError } from '@binnacle/events';
import type pg from 'pg';
import { type ServerVersion, toolsForDump, toolsForRestore } from './choose-tools.js';
import { type PostgresTools, toolsIn } from './postgres-tools.js';
import { toolFolders } from './tool-folders.js';

/**
 * The tools that fit the server of a session, best first.
 *
 * @param folder the only one to look in; default: PATH and the usual places
 * @throws BinnacleError `pg_tools_missing`
 */
export async function findTools(
  session: pg.Client,
  task: 'dump' | 'restore',
  folder?: string,
): Promise<PostgresTools[]> {
  const found = toolsIn(folder ? [folder] : toolFolders());
  if (folder && found.length === 0) {
    throw new BinnacleError('pg_tools_missing', `${folder} has no pg_dump and pg_restore that run`, { folder });
  }
  const server = await serverVersion(session);
  return task === 'dump' ? toolsForDump(found, server) : toolsForRestore(found, server);
}

async function serverVersion(session: pg.Client): Promise<ServerVersion> {
  const { rows } = await session.query<{ version: string; number: string }>(
    `SELECT current_setting('server_version') AS version, current_setting('server_version_num') AS number`,
  );
  const { version = '', number = '0' } = rows[0] ?? {};
  // `15.18 (Debian 15.18-0+deb12u1)`
  return { version: version.split(' ')[0] ?? '', major: Math.floor(Number(number) / 10_000) };
}
