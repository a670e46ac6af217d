import { BinnacleError } from '@binnacle/events';
import type { PostgresTools } from './postgres-tools.js';

/** What a running server says of itself. */
export interface ServerVersion {
  /** `18.4` */
  readonly version: string;
  readonly major: number;
}

/**
 * Tools that may dump a server, nearest version first: pg_dump refuses a newer server, and the older the tool, the more
 * installations can read its file.
 *
 * @throws BinnacleError `pg_tools_missing` that names the server's version, what was found, and what to install
 */
export function toolsForDump(found: readonly PostgresTools[], server: ServerVersion): PostgresTools[] {
  const fitting = found.filter(({ major }) => major >= server.major).sort((a, b) => a.major - b.major);
  if (fitting.length === 0) throw missing(found, server);
  return fitting;
}

/**
 * Tools that may restore into a server, best first: its own version, since a newer one may use settings that the server does
 * not know; then older ones, whose files a newer server takes.
 *
 * @throws BinnacleError `pg_tools_missing`
 */
export function toolsForRestore(found: readonly PostgresTools[], server: ServerVersion): PostgresTools[] {
  if (found.length === 0) throw missing(found, server);
  const distance = ({ major }: PostgresTools) => (major >= server.major ? major - server.major : 1_000 - major);
  return [...found].sort((a, b) => distance(a) - distance(b));
}

function missing(found: readonly PostgresTools[], { version, major }: ServerVersion): BinnacleError {
  const list = found.map((tools) => `${tools.version} in ${tools.folder}`).join(', ');
  return new BinnacleError(
    'pg_tools_missing',
    `the server is Postgres ${version}, which needs pg_dump and pg_restore ${major} or newer; found: ${list || 'none'}. ` +
      `They are in ${installation(major)}`,
    { server: version, found: found.map((tools) => tools.version) },
  );
}

function installation(major: number): string {
  if (process.platform === 'darwin') return '`libpq` of Homebrew';
  if (process.platform === 'win32') return 'the "Command Line Tools" of the installer at postgresql.org';
  return `\`postgresql-client-${major}\` for Debian and Ubuntu (apt.postgresql.org has all versions), \`postgresql${major}\` for RHEL`;
}
