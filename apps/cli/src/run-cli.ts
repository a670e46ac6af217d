import { Command, CommanderError } from 'commander';
import type { CommandContext } from './command-context.js';
import { addAnswer } from './commands/answer.js';
import { addAsk } from './commands/ask.js';
import { addBackup } from './commands/backup.js';
import { addConnect } from './commands/connect.js';
import { addDemo } from './commands/demo.js';
import { addEmit } from './commands/emit.js';
import { addExport } from './commands/export.js';
import { addImport } from './commands/import.js';
import { addPlugin } from './commands/plugin.js';
import { addQuery } from './commands/query.js';
import { addRestore } from './commands/restore.js';
import { addTail } from './commands/tail.js';
import { describeError } from './describe-error.js';
import { ExitCode } from './exit-code.js';
import type { Terminal } from './terminal/terminal.js';
import { VERSION } from './version.js';

const EXAMPLES = `
Examples:
  $ binnacle serve                                 the server, in this folder; npm start does it in a checkout
  $ binnacle doctor                                whether anything is in the way of a start
  $ binnacle connect claude-code                   its sessions show here; codex and gemini too
  $ binnacle demo                                  three small agents at work; one of them asks you
  $ binnacle tail --type 'agent:*' --after start   everything agents did, then what they do
  $ binnacle query --type tool:failed --limit 20
  $ answer=$(binnacle ask "Deploy?" --option yes --option no --timeout 10m)
  $ binnacle export --from 2026-11-01 --gzip --out november.ndjson.gz
  $ binnacle import november.ndjson.gz
  $ binnacle answer report-writer markdown
  $ binnacle backup archive-$(date +%F).dump         beside the running server
  $ binnacle plugin new tool-costs                    a panel of your own, with its tests

Environment: BINNACLE_URL, BINNACLE_API_KEY, NO_COLOR; backup and restore: DATABASE_URL, BINNACLE_DATA_DIR, BINNACLE_PG_BIN;
plugin new: BINNACLE_PLUGINS_DIR`;

/** Runs one command line, without the program's name. @returns the exit code; never throws */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<number> {
  const context: CommandContext = { terminal, exitCode: ExitCode.done };
  try {
    await program(context).parseAsync(args, { from: 'user' });
    return context.exitCode;
  } catch (error) {
    // Help, version and wrong usage have been written already.
    if (error instanceof CommanderError) return error.exitCode;
    if (terminal.signal.aborted) return ExitCode.interrupted;
    terminal.err(`${describeError(error)}\n`);
    return ExitCode.failed;
  }
}

function program(context: CommandContext): Command {
  const { terminal } = context;
  // Subcommands inherit what is set before they are added.
  const binnacle = new Command('binnacle')
    .description('Watch agents, ask people and answer agents on a Binnacle server.')
    .version(VERSION)
    .option('--url <url>', 'the server (default: BINNACLE_URL, else http://127.0.0.1:4700)')
    .configureOutput({
      writeOut: (text) => terminal.out(text),
      writeErr: (text) => terminal.err(text),
      getOutHasColors: () => terminal.colour,
      getErrHasColors: () => terminal.colour,
    })
    .exitOverride()
    .showHelpAfterError('(binnacle --help shows all commands)')
    .addHelpText('after', EXAMPLES);
  const commands = [
    addConnect,
    addTail,
    addQuery,
    addAsk,
    addAnswer,
    addEmit,
    addExport,
    addImport,
    addBackup,
    addRestore,
    addDemo,
    addPlugin,
  ];
  for (const add of commands) add(binnacle, context);
  return binnacle;
}
