import type { BinnacleClient } from '@binnacle/client';
import { type Command, InvalidArgumentError } from 'commander';
import type { CommandContext } from '../command-context.js';
import { assertReachable, connect, type GlobalOptions } from '../connect.js';
import { ExitCode } from '../exit-code.js';
import { plainLine } from '../terminal/plain-text.js';
import type { Terminal } from '../terminal/terminal.js';
import { openInput } from '../transfer/open-input.js';
import { type LineBatch, readBatches } from '../transfer/read-batches.js';

interface ImportOptions extends GlobalOptions {
  readonly skip: number;
}

/** A restart of the server is waited for this long. */
const MAX_RETRY_MS = 60_000;
/** Refused lines that are told one by one. */
const TOLD = 20;

interface Totals {
  accepted: number;
  duplicates: number;
  filtered: number;
  rejected: number;
}

/** `binnacle import`: what `binnacle export` wrote, into this server. Again is harmless: ids make a repeat the same event. */
export function addImport(program: Command, context: CommandContext): void {
  program
    .command('import <file>')
    .description('Take over exported events (NDJSON, also gzip; - is standard input). Safe to repeat.')
    .option('--skip <lines>', 'lines that are in already', skip, 0)
    .action((file: string, _, command: Command) =>
      importEvents(file, command.optsWithGlobals<ImportOptions>(), context),
    );
}

async function importEvents(file: string, options: ImportOptions, context: CommandContext): Promise<void> {
  const { terminal } = context;
  const retry = { maxRetryMs: MAX_RETRY_MS, baseMs: 250, maxDelayMs: 5_000 };
  const client = connect(terminal, options, { retry });
  await assertReachable(connect(terminal, options));
  const totals: Totals = { accepted: 0, duplicates: 0, filtered: 0, rejected: 0 };
  let done = options.skip;
  try {
    for await (const batch of readBatches(await openInput(file), options.skip)) {
      terminal.signal.throwIfAborted();
      await take(batch, client, totals, terminal);
      done = batch.through;
      if (terminal.columns !== undefined) terminal.err(`\r${done} lines`);
    }
  } catch (error) {
    if (done > 0 && file !== '-') terminal.err(`\nGo on with: binnacle import ${quoted(file)} --skip ${done}\n`);
    throw error;
  }
  if (terminal.columns !== undefined) terminal.err('\r');
  const { accepted, duplicates, rejected, filtered } = totals;
  const more = `${filtered > 0 ? `, ${filtered} dropped by a filter` : ''}${rejected > 0 ? `, ${rejected} refused` : ''}`;
  terminal.out(`${accepted} imported, ${duplicates} known already${more}\n`);
  if (rejected > 0) context.exitCode = ExitCode.failed;
}

async function take(
  { lines, broken }: LineBatch,
  client: BinnacleClient,
  totals: Totals,
  terminal: Terminal,
): Promise<void> {
  const refuse = (number: number | undefined, detail: string) => {
    totals.rejected += 1;
    if (totals.rejected <= TOLD) terminal.err(`${plainLine(`line ${number}: ${detail}`)}\n`);
    if (totals.rejected === TOLD + 1) terminal.err('… and more lines\n');
  };
  for (const { number, detail } of broken) refuse(number, detail);
  if (lines.length === 0) return;
  const outcome = await client.importEvents(
    lines.map(({ text }) => text),
    terminal.signal,
  );
  totals.accepted += outcome.accepted;
  totals.duplicates += outcome.duplicates;
  totals.filtered += outcome.filtered ?? 0;
  for (const { index, detail } of outcome.rejected) refuse(lines[index]?.number, detail);
}

const quoted = (file: string): string => (/^[\w./-]+$/.test(file) ? file : `'${file.replaceAll("'", `'\\''`)}'`);

function skip(text: string): number {
  if (!/^\d{1,12}$/.test(text)) throw new InvalidArgumentError('Give a number of lines.');
  return Number(text);
}
