import { opendir, stat } from 'node:fs/promises';
import path from 'node:path';

export interface FoundFile {
  /** Relative, with forward slashes. */
  readonly path: string;
  readonly bytes: number;
}

const MAX_FILES = 2_000;
const SKIPPED = new Set([
  'node_modules',
  'dist',
  'build',
  'out',
  'target',
  'vendor',
  'venv',
  '__pycache__',
  'coverage',
]);

/** Files of a folder, nearest first, without hidden and generated ones; at most 2,000. */
export async function listFiles(folder: string): Promise<FoundFile[]> {
  const found: FoundFile[] = [];
  const waiting = ['.'];
  for (let at = waiting.shift(); at !== undefined && found.length < MAX_FILES; at = waiting.shift()) {
    // A folder that may not be read is skipped: the demo runs anywhere.
    const entries = await opendir(path.join(folder, at)).catch(() => undefined);
    for await (const entry of entries ?? []) {
      if (entry.name.startsWith('.') || SKIPPED.has(entry.name)) continue;
      const place = path.posix.join(at, entry.name);
      if (entry.isDirectory()) waiting.push(place);
      else if (entry.isFile() && found.length < MAX_FILES) {
        const info = await stat(path.join(folder, place)).catch(() => undefined);
        if (info) found.push({ path: place, bytes: info.size });
      }
    }
  }
  return found;
}
