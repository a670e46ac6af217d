import type { Command } from 'commander';
import type { CommandContext } from '../command-context.js';
import { describeBytes } from '../terminal/describe-bytes.js';
import { type DatabaseOptions, openDatabase, toolFolder, withDatabaseOptions } from './database-options.js';

interface BackupCommandOptions extends DatabaseOptions {
  readonly force?: boolean;
}

const NOTES = `
Takes the archive as it is at one moment; the server goes on meanwhile. Needs pg_dump of the server's version or newer.
See docs/guides/backup.md.

Example:
  $ binnacle backup /backups/binnacle-$(date +%F).dump`;

/** `binnacle backup`: the whole archive in one file. */
export function addBackup(program: Command, context: CommandContext): void {
  withDatabaseOptions(program.command('backup <file>'))
    .description('Save the archive to a file, also while the server runs.')
    .option('--force', 'replace the file when it exists')
    .addHelpText('after', NOTES)
    .action((file: string, _, command: Command) => backup(file, command.optsWithGlobals(), context));
}

async function backup(file: string, options: BackupCommandOptions, { terminal }: CommandContext): Promise<void> {
  const { backupDatabase, openEmbeddedSource } = await import('../archive-database.js');
  const database = await openDatabase(options, terminal, openEmbeddedSource);
  try {
    const { bytes } = await backupDatabase(database.url, file, {
      force: options.force,
      toolFolder: toolFolder(options, terminal),
      signal: terminal.signal,
      // Only for somebody who looks: a cron job would mail it.
      onProgress: terminal.columns === undefined ? undefined : (size) => terminal.err(`${describeBytes(size)} …\n`),
    });
    terminal.err(`Saved ${file}: ${describeBytes(bytes)}\n`);
  } finally {
    await database.close();
  }
}
