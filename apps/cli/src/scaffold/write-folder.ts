import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * Writes a folder of files at once: it is made beside under a name that starts with a dot, which a watching server passes over, and
 * then renamed.
 *
 * @throws Error when something is there already, other than an empty folder
 */
export async function writeFolder(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  if ((await namesIn(folder)).length > 0) throw taken(folder);
  const parent = path.dirname(folder);
  const made = path.join(parent, `.${path.basename(folder)}-${randomUUID()}`);
  await mkdir(made, { recursive: true });
  try {
    for (const [name, text] of Object.entries(files)) await writeFile(path.join(made, name), text);
    // Windows renames onto no folder, not even an empty one.
    await rmdir(folder).catch(ignoreMissing);
    await rename(made, folder);
  } catch (error) {
    await rm(made, { recursive: true, force: true });
    // Somebody was faster.
    throw ['ENOTEMPTY', 'EEXIST'].includes(codeOf(error)) ? taken(folder) : error;
  }
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((error) => {
    if (codeOf(error) === 'ENOTDIR') throw taken(folder);
    ignoreMissing(error);
    return [];
  });
}

function ignoreMissing(error: unknown): void {
  if (codeOf(error) !== 'ENOENT') throw error;
}

const codeOf = (error: unknown): string => String((error as NodeJS.ErrnoException).code);
const taken = (folder: string) => new Error(`${folder} exists already and is not empty. Choose another name, or --dir`);
