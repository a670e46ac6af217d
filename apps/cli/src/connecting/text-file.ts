import { createHash, randomUUID } from 'node:crypto';
import { chmod, mkdir, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/** Only its owner may read what may hold a key. */
export const PRIVATE = 0o600;
const BOM = '\uFEFF';

/** The text of a file; undefined when there is none. @throws Error when it is no UTF-8, or can't be read */
export async function readText(file: string): Promise<string | undefined> {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(file));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    if (codeOf(error) === 'ERR_ENCODING_INVALID_ENCODED_DATA') throw new Error(`${file} is no UTF-8 text`);
    throw error;
  }
}

/** A mark of byte order is no part of the document; it stays in the file. */
export function splitBom(text: string): readonly [bom: string, rest: string] {
  return text.startsWith(BOM) ? [BOM, text.slice(BOM.length)] : ['', text];
}

/**
 * Replaces a file at once: whoever reads it sees the old text or the new one. A link stays a link, a mode stays as it was.
 *
 * @param before what it held when the new text was made. @throws Error when it holds something else by now
 */
export async function replaceText(
  file: string,
  change: { readonly before: string | undefined; readonly after: string | undefined },
): Promise<void> {
  const target = await realpath(file).catch(() => file);
  if ((await readText(target)) !== change.before)
    throw new Error(`${file} was changed by somebody else meanwhile; nothing was written. Try again`);
  if (change.after === undefined) return rm(target, { force: true });
  await mkdir(path.dirname(target), { recursive: true });
  const mode = await stat(target).then(
    ({ mode: found }) => found & 0o777,
    () => PRIVATE,
  );
  const made = path.join(path.dirname(target), `.${path.basename(target)}-${randomUUID()}`);
  try {
    const handle = await open(made, 'wx', mode);
    try {
      await handle.writeFile(change.after);
      await handle.sync();
    } finally {
      await handle.close();
    }
    // What `open` made went through the process's mask.
    await chmod(made, mode);
    await rename(made, target);
  } catch (error) {
    await rm(made, { force: true });
    throw error;
  }
}

export const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
export const codeOf = (error: unknown): string => String((error as NodeJS.ErrnoException | undefined)?.code);
