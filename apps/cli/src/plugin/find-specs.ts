import { readdir } from 'node:fs/promises';
import path from 'node:path';

const SPEC = /\.(?:spec|test)\.[cm]?tsx?$/;

/** An author's test files, relative to the folder, sorted; none of packages or of folders that start with a dot. */
export async function findSpecs(folder: string, below = ''): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(path.join(folder, below), { withFileTypes: true })) {
    const name = path.join(below, entry.name);
    if (entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.'))
      found.push(...(await findSpecs(folder, name)));
    else if (entry.isFile() && SPEC.test(entry.name)) found.push(name);
  }
  return found.sort();
}
