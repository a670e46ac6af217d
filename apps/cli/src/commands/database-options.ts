import type { OpenDatabase } from '@binnacle/persistence';
import { type Command, Option } from 'commander';
import type { Terminal } from '../terminal/terminal.js';

export interface DatabaseOptions {
  readonly database?: string;
  readonly dataDir?: string;
  readonly pgBin?: string;
}

/** Which database a command means, and whose pg_dump: what `backup` and `restore` share. */
export const withDatabaseOptions = (command: Command): Command =>
  command
    .addOption(new Option('--database <url>', 'a Postgres of your own (default: DATABASE_URL)').conflicts('dataDir'))
    .option('--data-dir <folder>', 'of the embedded Postgres (default: BINNACLE_DATA_DIR, else .binnacle)')
    .option('--pg-bin <folder>', 'of pg_dump and pg_restore (default: BINNACLE_PG_BIN, else where they usually are)');

export const toolFolder = ({ pgBin }: DatabaseOptions, { env }: Terminal): string | undefined =>
  pgBin ?? (env.BINNACLE_PG_BIN || undefined);

/** @param openEmbedded called when no database is named by its URL */
export async function openDatabase(
  { database, dataDir }: DatabaseOptions,
  { env }: Terminal,
  openEmbedded: (dataDir?: string) => Promise<OpenDatabase>,
): Promise<OpenDatabase> {
  // A folder on the command line goes before a URL in the environment.
  const url = database ?? (dataDir === undefined && env.DATABASE_URL);
  if (url) return { url, close: async () => {} };
  return openEmbedded(dataDir ?? (env.BINNACLE_DATA_DIR || undefined));
}
