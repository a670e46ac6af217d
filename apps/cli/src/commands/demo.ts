import { type Command, InvalidArgumentError } from 'commander';
import type { CommandContext } from '../command-context.js';
import { assertReachable, connect, type GlobalOptions } from '../connect.js';
import { runDemo } from '../demo/run-demo.js';
import { ExitCode } from '../exit-code.js';
import { parseDuration } from '../parse-duration.js';

interface DemoOptions extends GlobalOptions {
  readonly speed: number;
  readonly repeat?: boolean;
  readonly timeout: number;
}

const DEFAULT_TIMEOUT_MS = 600_000;

/** `binnacle demo`: see `demo/run-demo.ts`. */
export function addDemo(program: Command, context: CommandContext): void {
  program
    .command('demo')
    .description('Run three small agents in the current folder; one of them asks you something.')
    .option('--speed <n>', 'times as fast', speed, 1)
    .option('--once', 'one run, then end (the default)')
    .option('--repeat', 'run after run, until Ctrl-C')
    .option('--timeout <time>', 'how long the agent waits for your answer', parseDuration, DEFAULT_TIMEOUT_MS)
    .action((_, command: Command) => demo(command.optsWithGlobals<DemoOptions>(), context));
}

async function demo({ url, speed, repeat, timeout }: DemoOptions, context: CommandContext): Promise<void> {
  const { terminal } = context;
  const client = connect(terminal, { url }, { retry: {} });
  await assertReachable(client);
  try {
    do {
      const done = await runDemo({ client, terminal, speed, answerTimeoutMs: timeout, folder: process.cwd() });
      context.exitCode = done ? ExitCode.done : ExitCode.failed;
    } while (repeat && !terminal.signal.aborted);
    if (terminal.signal.aborted) context.exitCode = ExitCode.interrupted;
  } finally {
    await client.close();
  }
}

function speed(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 10_000)) throw new InvalidArgumentError('Give a number above 0, at most 10000.');
  return value;
}
