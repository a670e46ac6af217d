/** A hash over the content of files and folders: tells whether something has to be made again. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const SKIPPED = new Set(['node_modules', 'dist', 'generated', '.git']);

export function sourceHash(entries) {
  const hash = createHash('sha256');
  const add = (entry) => {
    const info = statSync(entry, { throwIfNoEntry: false });
    if (info?.isDirectory()) {
      for (const name of readdirSync(entry).sort()) if (!SKIPPED.has(name)) add(path.join(entry, name));
    } else if (info && !/\.(spec|integration-spec)\.ts$/.test(entry)) {
      hash.update(entry).update(readFileSync(entry));
    }
  };
  entries.forEach(add);
  return hash.digest('hex');
}
