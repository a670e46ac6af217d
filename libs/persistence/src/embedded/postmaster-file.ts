import { readFileSync } from 'node:fs';
import { isAlive, programOf } from './process-identity.js';

/** What a running server says about itself in `postmaster.pid`. */
export interface PostmasterFile {
  readonly pid: number;
  readonly port: number;
  /** Accepts connections: crash recovery, if there was any, is over. */
  readonly ready: boolean;
}

export function readPostmasterFile(file: string): PostmasterFile | undefined {
  try {
    const lines = readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => line.trim());
    return { pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7] === 'ready' };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * True unless it is certain that no live Postgres has this pid: to remove `postmaster.pid` below a live server would allow
 * two servers on one directory, and that destroys it.
 */
export function isPostgres(pid: number): boolean {
  if (!isAlive(pid)) return false;
  const program = programOf(pid);
  return program === undefined || program.startsWith('postgres');
}
