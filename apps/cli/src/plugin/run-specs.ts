import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Terminal } from '../terminal/terminal.js';
import { snapshotPaths } from './snapshot-paths.js';

export interface Specs {
  /** Bundled, inside `bundles`. */
  readonly files: readonly string[];
  readonly bundles: string;
  /** The plugin's: the tests' working directory. */
  readonly folder: string;
  readonly updateSnapshots?: boolean;
}

/** Runs tests with Node's own test runner. @returns whether all passed */
export async function runSpecs(specs: Specs, terminal: Terminal): Promise<boolean> {
  const { files, bundles, folder, updateSnapshots } = specs;
  const args = ['--enable-source-maps', '--import', snapshotPaths(bundles, folder), '--test', '--test-reporter=spec'];
  if (updateSnapshots) args.push('--test-update-snapshots');
  const child = spawn(process.execPath, [...args, ...files], {
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
