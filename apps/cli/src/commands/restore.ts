import type { Command } from 'commander';
import type { CommandContext } from '../command-context.js';
import { plainLine } from '../terminal/plain-text.js';
import { type DatabaseOptions, openDatabase, toolFolder, withDatabaseOptions } from './database-options.js';

const NOTES = `
Restores into an empty database only, with no server on it. The embedded Postgres is made when its folder is not there:
move the old folder away first. Start the server afterwards: it goes on where the backup ends. See docs/guides/backup.md.

Examples:
  $ binnacle restore /backups/binnacle-2026-11-23.dump --data-dir .binnacle
  $ createdb binnacle && binnacle restore archive.dump --database postgresql://me@localhost/binnacle`;

/** `binnacle restore`: the opposite of `binnacle backup`. */
export function addRestore(program: Command, context: CommandContext): void {
  withDatabaseOptions(program.command('restore <file>'))
    .description('Bring a backup into an empty database.')
    .addHelpText('after', NOTES)
    .action((file: string, _, command: Command) => restore(file, command.optsWithGlobals(), context));
}

async function restore(file: string, options: DatabaseOptions, { terminal }: CommandContext): Promise<void> {
  const { openEmbeddedTarget, restoreDatabase } = await import('../archive-database.js');
  const database = await openDatabase(options, terminal, openEmbeddedTarget);
  try {
    const { events, lastSeq } = await restoreDatabase(database.url, file, {
      toolFolder: toolFolder(options, terminal),
      signal: terminal.signal,
      onNotice: (message) => terminal.err(`${plainLine(message)}\n`),
    });
    terminal.err(`Restored and checked: ${events.toLocaleString('en')} events, the last seq is ${lastSeq}\n`);
  } finally {
    await database.close();
  }
}
