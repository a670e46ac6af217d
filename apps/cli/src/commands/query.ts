import type { WireEvent } from '@binnacle/events';
import { type Command, InvalidArgumentError } from 'commander';
import type { CommandContext } from '../command-context.js';
import { connect, type GlobalOptions } from '../connect.js';
import { eventTable } from '../terminal/event-table.js';
import { painter } from '../terminal/paint.js';
import { type EventFilterOptions, eventFilter, withEventFilters } from './event-filter-options.js';

interface QueryOptions extends GlobalOptions, EventFilterOptions {
  readonly from?: string;
  readonly to?: string;
  readonly order: 'asc' | 'desc';
  readonly limit: number;
  readonly json?: boolean;
  readonly ndjson?: boolean;
}

const DEFAULT_LIMIT = 50;

/** `binnacle query`: history as a table, a JSON array, or NDJSON. */
export function addQuery(program: Command, context: CommandContext): void {
  withEventFilters(program.command('query'))
    .description('Read events from the archive, newest first. All terms of the query must hold.')
    .option('--from <time>', 'at or after: ISO 8601 or epoch milliseconds')
    .option('--to <time>', 'before')
    .option('--order <asc|desc>', 'by seq', order, 'desc')
    .option('--limit <n>', 'at most this many', count, DEFAULT_LIMIT)
    .option('--json', 'one JSON array')
    .option('--ndjson', 'one JSON event per line, as they are read')
    .action((terms: string[], _, command: Command) => query(terms, command.optsWithGlobals<QueryOptions>(), context));
}

async function query(terms: readonly string[], options: QueryOptions, { terminal }: CommandContext): Promise<void> {
  const { from, to, order, limit } = options;
  const events = connect(terminal, options).query({ ...eventFilter(options, terms), from, to, order, limit });
  const found: WireEvent[] = [];
  for await (const event of events) {
    if (terminal.signal.aborted) break;
    if (options.ndjson) terminal.out(`${JSON.stringify(event)}\n`);
    else found.push(event);
  }
  if (options.ndjson) return;
  if (options.json) terminal.out(`${JSON.stringify(found, null, 2)}\n`);
  else if (found.length === 0) terminal.err('No event matches.\n');
  else terminal.out(`${eventTable(found, painter(terminal.colour), terminal.columns).join('\n')}\n`);
}

function order(text: string): 'asc' | 'desc' {
  if (text !== 'asc' && text !== 'desc') throw new InvalidArgumentError('Give asc or desc.');
  return text;
}

function count(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('Give a whole number of 1 or more.');
  return Number(text);
}
