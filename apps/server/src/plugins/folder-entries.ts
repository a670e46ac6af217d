import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

/** A plugin in the plugins folder: a source file, or a folder with an index or a package.json. */
export interface FolderEntry {
  /** Of the file or folder, without extension. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  /** Changes whenever a file of it does. */
  readonly stamp: string;
}

const SOURCE = /\.[cm]?[jt]s$/;
const NO_PLUGIN = /^[._]|\.(spec|test|config|d)\.[cm]?[jt]s$/;
const DOORS = /^(index\.[cm]?[jt]s|package\.json)$/;
/** Files of one plugin that are looked at. */
const MAX_FILES = 500;

/** What stands in the folder now, by name; none when there is no such folder. */
export async function folderEntries(folder: string): Promise<FolderEntry[]> {
  const found = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const entries: FolderEntry[] = [];
  for (const item of found.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (NO_PLUGIN.test(item.name) || item.name === 'node_modules') continue;
    const full = path.join(folder, item.name);
    const isFolder =
      item.isDirectory() || (item.isSymbolicLink() && (await stat(full).catch(() => undefined))?.isDirectory());
    if (isFolder) {
      const files = await filesIn(full);
      if (!files.some((file) => DOORS.test(path.relative(full, file)))) continue;
      entries.push({ name: item.name, path: full, stamp: await stampOf(files) });
    } else if (SOURCE.test(item.name)) {
      entries.push({ name: item.name.replace(SOURCE, ''), path: full, stamp: await stampOf([full]) });
    }
  }
  return entries;
}

/** Names, sizes and times of files; one that is gone counts as such. */
export async function stampOf(files: readonly string[]): Promise<string> {
  const stamps = await Promise.all(
    files.map(async (file) => {
      const found = await stat(file).catch(() => undefined);
      return `${file}:${found?.mtimeMs}:${found?.size}`;
    }),
  );
  return stamps.join('\n');
}

async function filesIn(folder: string, files: string[] = []): Promise<string[]> {
  for (const item of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    if (item.name.startsWith('.') || item.name === 'node_modules' || files.length >= MAX_FILES) continue;
    const full = path.join(folder, item.name);
    if (item.isDirectory()) await filesIn(full, files);
    else files.push(full);
  }
  return files.sort();
}
