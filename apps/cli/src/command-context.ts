import type { Terminal } from './terminal/terminal.js';

/** What a command gets, and the exit code it leaves. */
export interface CommandContext {
  readonly terminal: Terminal;
  exitCode: number;
}
