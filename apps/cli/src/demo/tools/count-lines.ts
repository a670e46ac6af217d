import path from 'node:path';
import { readText } from './read-text.js';

/** Lines of several files together. */
export async function countLines(folder: string, files: readonly string[]): Promise<number> {
  let lines = 0;
  for (const file of files) lines += linesOf(await readText(path.join(folder, file)).catch(() => ''));
  return lines;
}

export const linesOf = (text: string): number =>
  text === '' ? 0 : text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
