import { type Command, InvalidArgumentError } from 'commander';
import type { CommandContext } from '../command-context.js';
import { assertReachable, connect, type GlobalOptions } from '../connect.js';
import { describeError } from '../describe-error.js';
import { eventLine } from '../terminal/event-line.js';
import { painter } from '../terminal/paint.js';
import { type EventFilterOptions, eventFilter, withEventFilters } from './event-filter-options.js';

interface TailOptions extends GlobalOptions, EventFilterOptions {
  readonly after?: string;
  readonly json?: boolean;
}

/** `binnacle tail`: events as they come, one line each, until Ctrl-C. */
export function addTail(program: Command, context: CommandContext): void {
  withEventFilters(program.command('tail'))
    .description('Follow events as they come; reconnects by itself, without a gap.')
    .option('--after <seq>', "begin after this seq, or with 'start'; without it: from now on", position)
    .option('--json', 'one JSON event per line')
    .action((terms: string[], _, command: Command) => tail(terms, command.optsWithGlobals<TailOptions>(), context));
}

async function tail(terms: readonly string[], options: TailOptions, { terminal }: CommandContext): Promise<void> {
  const filter = eventFilter(options, terms);
  const client = connect(terminal, options);
  const paint = painter(terminal.colour);
  await assertReachable(client);
  let away = false;
  const events = client.stream(filter, {
    after: options.after,
    signal: terminal.signal,
    onReconnect: (reason) => {
      if (!away)
        terminal.err(`${reason ? describeError(reason) : 'binnacle: the server ended the stream'}; reconnecting …\n`);
      away = true;
    },
  });
  for await (const event of events) {
    away = false;
    terminal.out(`${options.json ? JSON.stringify(event) : eventLine(event, paint, terminal.columns)}\n`);
  }
}

function position(text: string): string {
  if (text !== 'start' && !/^\d{1,18}$/.test(text)) throw new InvalidArgumentError("Give a seq (a number) or 'start'.");
  return text;
}
