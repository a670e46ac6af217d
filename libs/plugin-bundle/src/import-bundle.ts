import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

export type Exports = Readonly<Record<string, unknown>>;

/** Runs what `bundlePlugin` made, with this process's rights. @returns what the plugin exports. @throws what its own code throws */
export async function importBundle(text: string): Promise<Exports> {
  const made = await mkdtemp(path.join(tmpdir(), 'binnacle-plugin-'));
  try {
    const file = path.join(made, 'plugin.mjs');
    await writeFile(file, text);
    const { plugin } = (await import(pathToFileURL(file).href)) as { plugin: Exports };
    return plugin;
  } finally {
    await rm(made, { recursive: true, force: true });
  }
}
