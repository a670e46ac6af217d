import { additionText, clientConfiguration, HOOK_CLIENT_NAMES, HOOK_CLIENTS, type HookClient } from '@binnacle/connect';
import { Argument, type Command, Option } from 'commander';
import type { CommandContext } from '../command-context.js';
import { connect, type GlobalOptions } from '../connect.js';
import { carryOut } from '../connecting/carry-out.js';
import { SCOPES, type Scope } from '../connecting/client-files.js';
import { clientStates } from '../connecting/client-states.js';
import { configurationOf, fileOf, type Plan, planAll, planUndoing, type Wanted } from '../connecting/connection.js';
import { thisMachine } from '../connecting/machine.js';
import { isChange } from '../connecting/planned-change.js';
import { Receipts } from '../connecting/receipts.js';
import { showChange, shownPath } from '../connecting/show-change.js';
import { ExitCode } from '../exit-code.js';
import { painter } from '../terminal/paint.js';

interface ConnectOptions extends GlobalOptions {
  readonly scope: Scope;
  readonly key?: string;
  readonly hold?: string;
  readonly agent?: string;
  readonly otel?: boolean;
  readonly mcp?: boolean;
  readonly print?: boolean;
  readonly yes?: boolean;
  readonly undo?: boolean;
}

const NOTES = `
Without a client it lists those on this machine and whether they are connected.
It shows what it would change and asks first; a copy of every file stays in ~/.config/binnacle/backups. The same again
changes nothing, other options replace the earlier ones, --undo takes away what was added and nothing else.

Examples:
  $ binnacle connect claude-code
  $ binnacle connect claude-code --hold permissions,Bash   every shell command waits for a person
  $ binnacle connect codex --otel --mcp
  $ binnacle connect gemini --scope project --print`;

/** `binnacle connect`: writes the settings of an agent client, so that it reports here. */
export function addConnect(program: Command, context: CommandContext): void {
  program
    .command('connect')
    .addArgument(new Argument('[client]', 'whose settings').choices(HOOK_CLIENTS))
    .description('Let Claude Code, Codex or Gemini CLI report to a server, by their own settings.')
    .addOption(
      new Option('--scope <scope>', 'whose settings; local is Claude Code only').choices(SCOPES).default('user'),
    )
    .option('--key <key>', 'API key; in shared project files a variable is named instead (default: BINNACLE_API_KEY)')
    .option('--hold <list>', 'what waits for people: permissions, tool names, * or none (default: permissions)')
    .option('--agent <name>', 'one name for all sessions')
    .option('--otel', 'OpenTelemetry data too: tokens and cost')
    .option('--mcp', 'the MCP server too: the model can ask people by itself')
    .option('--print', 'only print what belongs into which file')
    .option('--yes', 'write without asking')
    .option('--undo', 'take away what was added')
    .addHelpText('after', NOTES)
    .action((client: HookClient | undefined, _, command: Command) => {
      const options = command.optsWithGlobals<ConnectOptions>();
      return client ? run(client, options, context) : list(context);
    });
}

async function list({ terminal }: CommandContext): Promise<void> {
  const paint = painter(terminal.colour);
  for (const { client, found, connections, faults } of await clientStates(thisMachine(terminal.env))) {
    const lines = connections.map(
      ({ scope, file, url, hooks }) => `reports to ${url} by ${hooks} hooks (${scope}: ${shownPath(file)})`,
    );
    const state = lines.length > 0 ? lines.join('; ') : found ? 'not connected' : 'not found on this machine';
    const colour = lines.length > 0 ? 'green' : found ? 'yellow' : 'grey';
    terminal.out(`${client.padEnd(12)} ${paint(colour, state)}\n`);
    for (const fault of faults) terminal.err(`${fault}\n`);
  }
}

async function run(client: HookClient, options: ConnectOptions, context: CommandContext): Promise<void> {
  const { terminal } = context;
  const machine = thisMachine(terminal.env);
  const receipts = new Receipts(machine);
  // Checked and without its last slash, as everywhere.
  const { url } = connect(terminal, options);
  const wanted: Wanted = { ...options, client, url };
  if (options.print) return print(wanted, context);
  const plan = options.undo ? await planUndoing(wanted, machine, receipts) : await planAll(wanted, machine, receipts);
  const changes = plan.changes.filter(isChange);
  tellNotes(plan, context);
  if (changes.length === 0) {
    const nothing = options.undo ? 'was not connected by this command here' : `reports to ${url} already`;
    terminal.err(`${HOOK_CLIENT_NAMES[client]} ${nothing}; nothing to do.\n`);
    // What is noted about files that are gone goes too.
    await carryOut(plan.changes, receipts, wanted);
    return;
  }
  const paint = painter(terminal.colour);
  for (const change of changes) terminal.err(`${showChange(change, paint)}\n`);
  if (!options.yes && !(await asked(changes.length, context))) {
    context.exitCode = ExitCode.failed;
    return;
  }
  const copies = await carryOut(plan.changes, receipts, wanted);
  for (const copy of copies) terminal.err(`Copy of what was there: ${shownPath(copy)}\n`);
  if (options.undo)
    terminal.err(`${HOOK_CLIENT_NAMES[client]} no longer reports here. Running sessions may until they end.\n`);
  else await tellNext(wanted, context);
}

async function asked(count: number, { terminal }: CommandContext): Promise<boolean> {
  if (!terminal.confirm) {
    terminal.err('Nothing was written: nobody is here to ask. Look at it above, then add --yes.\n');
    return false;
  }
  const agreed = await terminal.confirm(count === 1 ? 'Write this?' : `Write these ${count} files?`);
  if (!agreed) terminal.err('Nothing was written.\n');
  return agreed;
}

async function tellNext(wanted: Wanted, { terminal }: CommandContext): Promise<void> {
  const { client, url } = wanted;
  const isUp = await connect(terminal, { url })
    .health()
    .then(
      () => true,
      () => false,
    );
  const name = HOOK_CLIENT_NAMES[client];
  if (!isUp) terminal.err(`No server answers at ${url} yet; ${name} goes on without one.\n`);
  if (client === 'codex') terminal.err('Codex will ask once whether it may trust the hooks.\n');
  terminal.err(`Start a new session of ${name}, and watch it arrive: ${url}/connect?client=${client}\n`);
}

function tellNotes({ changes, notes }: Plan, { terminal }: CommandContext): void {
  for (const { file, notes: some } of changes) for (const note of some) terminal.err(`${shownPath(file)}: ${note}\n`);
  for (const note of notes) terminal.err(`${note}\n`);
}

/** Only what belongs into the files is on stdout. */
function print(wanted: Wanted, { terminal }: CommandContext): void {
  const machine = thisMachine(terminal.env);
  // Without a file of ours beside it: it may be meant for another machine.
  const { options, notes } = configurationOf(wanted, machine);
  for (const addition of clientConfiguration(wanted.client, { ...options, headerFile: undefined })) {
    terminal.err(`In ${shownPath(fileOf(addition, wanted, machine))}:\n`);
    terminal.out(`${additionText(addition)}\n`);
  }
  for (const note of notes) terminal.err(`${note}\n`);
}
