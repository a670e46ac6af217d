import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundleSpecs } from '@binnacle/plugin-bundle';
import type { Terminal } from '../terminal/terminal.js';
import { findSpecs } from './find-specs.js';
import { runSpecs } from './run-specs.js';

/** Bundles a plugin's tests and runs them. @returns whether all passed. @throws BinnacleError `plugin_load_failed`, Error when there is none */
export async function testPlugin(given: string, terminal: Terminal, updateSnapshots = false): Promise<boolean> {
  const folder = await realpath(given);
  const names = await findSpecs(folder);
  if (names.length === 0) throw new Error(`there is no *.spec.ts or *.test.ts in ${folder}`);
  // A source map's paths lead astray from a folder that is a link, as the temporary one is on macOS.
  const bundles = await realpath(await mkdtemp(path.join(tmpdir(), 'binnacle-plugin-test-')));
  try {
    const files = await bundleSpecs(names, folder, bundles);
    return await runSpecs({ files, bundles, folder, updateSnapshots }, terminal);
  } finally {
    await rm(bundles, { recursive: true, force: true });
  }
}
