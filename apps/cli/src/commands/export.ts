import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { CommandContext } from '../command-context.js';
import { connect, type GlobalOptions } from '../connect.js';
import { portableLines } from '../transfer/portable-lines.js';
import { type EventFilterOptions, eventFilter, withEventFilters } from './event-filter-options.js';

interface ExportOptions extends GlobalOptions, EventFilterOptions {
  readonly from?: string;
  readonly to?: string;
  readonly limit?: number;
  readonly format: 'ndjson' | 'csv';
  readonly out?: string;
  readonly gzip?: boolean;
}

/** `binnacle export`: every event of a query, oldest first, to a file or a pipe. */
export function addExport(program: Command, context: CommandContext): void {
  withEventFilters(program.command('export'))
    .description('Write all events of a query, oldest first: NDJSON for `binnacle import`, or CSV.')
    .option('--from <time>', 'at or after: ISO 8601 or epoch milliseconds')
    .option('--to <time>', 'before')
    .option('--limit <n>', 'at most this many', count)
    .addOption(new Option('--format <format>').choices(['ndjson', 'csv']).default('ndjson'))
    .option('--out <file>', 'a file instead of the terminal; it appears when it is whole')
    .option('--gzip', 'compressed')
    .action((terms: string[], _, command: Command) =>
      exportEvents(terms, command.optsWithGlobals<ExportOptions>(), context),
    );
}

async function exportEvents(
  terms: readonly string[],
  options: ExportOptions,
  { terminal }: CommandContext,
): Promise<void> {
  const { from, to, limit, format, out, gzip } = options;
  const bytes = connect(terminal, options).export(
    { ...eventFilter(options, terms), from, to, limit, format },
    terminal.signal,
  );
  const source = Readable.from(format === 'ndjson' ? portableLines(bytes) : bytes, { objectMode: false });
  const part = out && `${out}.part`;
  const target = part
    ? createWriteStream(part, { flags: 'w', mode: 0o600 })
    : new Writable({ write: (chunk: Buffer, _, done) => void terminal.write(chunk).then(() => done(), done) });
  try {
    if (gzip) await pipeline(source, createGzip(), target);
    else await pipeline(source, target);
  } catch (error) {
    if (part) await rm(part, { force: true });
    throw error;
  }
  if (part && out) await rename(part, out);
}

function count(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('Give a whole number of 1 or more.');
  return Number(text);
}
