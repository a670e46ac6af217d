import { spawn } from 'node:child_process';
import { BinnacleError, type ErrorCode } from '@binnacle/events';

const TAIL_CHARACTERS = 2_000;

export interface RunOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Ends the program; the promise settles when it is gone. */
  readonly signal?: AbortSignal;
  /** Of the error when it fails. */
  readonly code: ErrorCode;
}

/** Runs one of Postgres' programs to its end. @returns its output. @throws BinnacleError with the last it said */
export async function runTool(program: string, args: readonly string[], options: RunOptions): Promise<string> {
  const { env, signal, code } = options;
  signal?.throwIfAborted();
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
  const end = () => child.kill('SIGTERM');
  signal?.addEventListener('abort', end);
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = `${errors}${text}`.slice(-TAIL_CHARACTERS);
  });
  const failure = await new Promise<string | undefined>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (status, killedBy) => resolve(status === 0 ? undefined : `ended with ${killedBy ?? status}`));
  });
  signal?.removeEventListener('abort', end);
  signal?.throwIfAborted();
  if (failure !== undefined) {
    const said = errors.trim().replace(/\s*\n\s*/g, '; ');
    throw new BinnacleError(code, said || `${program} ${failure}`, { program });
  }
  return output;
}
