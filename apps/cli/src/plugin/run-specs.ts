import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Terminal } from '../terminal/terminal.js';

/** Runs bundled tests with Node's own test runner, their working directory the plugin's. @returns whether all passed */
export async function runSpecs(files: readonly string[], folder: string, terminal: Terminal): Promise<boolean> {
  const args = ['--enable-source-maps', '--test', '--test-reporter=spec', ...files];
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { ...environment(process.env), ...(terminal.colour && { FORCE_COLOR: '1' }) },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal: terminal.signal,
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => terminal.out(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => terminal.err(text));
  const [code] = await once(child, 'close');
  return code === 0;
}

/** Under a test runner a second one would run nothing and call it a success. */
function environment({ NODE_TEST_CONTEXT: _, ...env }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return env;
}
