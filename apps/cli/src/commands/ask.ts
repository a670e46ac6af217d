import { randomUUID } from 'node:crypto';
import type { AskOptions } from '@binnacle/client';
import { BinnacleError } from '@binnacle/events';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.js';
import { assertReachable, connect, type GlobalOptions } from '../connect.js';
import { describeError } from '../describe-error.js';
import { ExitCode } from '../exit-code.js';
import { parseDuration } from '../parse-duration.js';
import { plainLine } from '../terminal/plain-text.js';

interface AskCommandOptions extends GlobalOptions {
  readonly option: string[];
  readonly agent: string;
  readonly session?: string;
  readonly msgId?: string;
  readonly timeout?: number;
}

const NOTES = `
Prints the answer alone on stdout. Exit codes: 0 answered, 2 nobody answered in time, 1 error.
With --msg-id (and the same --agent, --session and text) a script that starts again goes on waiting for
the same question; without it the question is withdrawn when the command ends.

Example:
  $ format=$(binnacle ask "Which format?" --option json --option csv --timeout 10m) || exit`;

/** `binnacle ask`: a question from a shell script. */
export function addAsk(program: Command, context: CommandContext): void {
  program
    .command('ask <question>')
    .description('Ask people a question and wait for the answer.')
    .option('--option <text>', 'a choice; repeat it for more', (text, all: string[]) => [...all, text], [])
    .option('--agent <id>', 'who asks', 'cli')
    .option('--session <id>', 'session of the question')
    .option('--msg-id <id>', 'makes it the same question when asked again')
    .option('--timeout <time>', '30s, 10m, 2h; default: as long as it takes', parseDuration)
    .addHelpText('after', NOTES)
    .action((question: string, _, command: Command) => ask(question, command.optsWithGlobals(), context));
}

async function ask(question: string, options: AskCommandOptions, context: CommandContext): Promise<void> {
  const { terminal } = context;
  const { agent: agentId, msgId, session, timeout: timeoutMs } = options;
  // A session of its own: what withdraws this question must not withdraw another script's.
  const sessionId = session ?? (msgId ? undefined : `ask-${randomUUID()}`);
  const client = connect(terminal, options, { agentId, sessionId, retry: {} });
  await assertReachable(client);
  terminal.err(`Waiting for an answer at ${client.url} …\n`);
  try {
    const given: AskOptions = { options: options.option, timeoutMs, msgId, signal: terminal.signal };
    terminal.out(`${plainAnswer(await client.ask(question, given), terminal.columns)}\n`);
  } catch (error) {
    if (!msgId) client.emit('agent:cancelled', { payload: { reason: reasonOf(error) } });
    if (!(error instanceof BinnacleError) || error.code !== 'ask_timeout') throw error;
    context.exitCode = ExitCode.noAnswer;
    terminal.err(`${describeError(error)}\n`);
  } finally {
    await client.close();
  }
}

/** A script gets the answer as it is; a person's terminal gets it without control characters. */
const plainAnswer = (answer: string, columns: number | undefined): string =>
  columns === undefined ? answer : plainLine(answer);

const reasonOf = (error: unknown): string =>
  error instanceof BinnacleError && error.code === 'ask_timeout' ? 'nobody answered in time' : 'interrupted';
