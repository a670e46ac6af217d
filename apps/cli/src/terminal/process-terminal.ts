import { createInterface } from 'node:readline/promises';
import { ExitCode } from '../exit-code.js';
import type { Terminal } from './terminal.js';

/** The real terminal. The second Ctrl-C ends the process at once. */
export function processTerminal(): Terminal {
  const { stdin, stdout, stderr, env } = process;
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => (controller.signal.aborted ? process.exit(ExitCode.interrupted) : controller.abort()));
  }
  // `binnacle tail | head` closes the pipe: the reader has what it wanted.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(ExitCode.done);
  });
  return {
    out: (text) => stdout.write(text),
    write: (bytes) =>
      new Promise((resolve, reject) => stdout.write(bytes, (error) => (error ? reject(error) : resolve()))),
    err: (text) => stderr.write(text),
    confirm: stdin.isTTY && stderr.isTTY ? (question) => confirm(question, controller.signal) : undefined,
    colour: stdout.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb',
    columns: stdout.isTTY ? stdout.columns : undefined,
    signal: controller.signal,
    env,
  };
}

/** Only a plain yes is one. */
async function confirm(question: string, signal: AbortSignal): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await lines.question(`${question} [y/N] `, { signal });
    return /^y(es)?$/i.test(answer.trim());
  } catch {
    return false;
  } finally {
    lines.close();
  }
}
