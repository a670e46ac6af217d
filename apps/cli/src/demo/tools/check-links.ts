import { access } from 'node:fs/promises';
import path from 'node:path';
import { findLinks } from './find-links.js';

export interface CheckedLinks {
  readonly document: string;
  readonly links: number;
  /** Targets that are not there. */
  readonly broken: string[];
}

/** Looks for the file of every relative link. Nothing is fetched from the network. */
export async function checkLinks(folder: string, document: string, text: string): Promise<CheckedLinks> {
  const targets = findLinks(text);
  const broken: string[] = [];
  for (const target of targets) {
    const place = path.join(folder, path.dirname(document), safeDecode(target));
    await access(place).catch(() => broken.push(target));
  }
  return { document, links: targets.length, broken };
}

function safeDecode(target: string): string {
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
}
