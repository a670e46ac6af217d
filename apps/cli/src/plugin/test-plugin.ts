import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundleSpecs } from '@binnacle/plugin-bundle';
import type { Terminal } from '../terminal/terminal.js';
import { findSpecs } from './find-specs.js';
import { runSpecs } from './run-specs.js';

/** Bundles a plugin's tests and runs them. @returns whether all passed. @throws BinnacleError `plugin_load_failed`, Error when there is none */
export async function testPlugin(given: string, terminal: Terminal): Promise<boolean> {
  const folder = await realpath(given);
  const specs = await findSpecs(folder);
  if (specs.length === 0) throw new Error(`there is no *.spec.ts or *.test.ts in ${folder}`);
  // A source map's paths lead astray from a folder that is a link, as the temporary one is on macOS.
  const made = await realpath(await mkdtemp(path.join(tmpdir(), 'binnacle-plugin-test-')));
  try {
    return await runSpecs(await bundleSpecs(specs, folder, made), folder, terminal);
  } finally {
    await rm(made, { recursive: true, force: true });
  }
}
