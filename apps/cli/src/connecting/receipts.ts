import path from 'node:path';
import type { HookClient } from '@binnacle/connect';
import { ownFolder, type Scope } from './client-files.js';
import { type Machine } from './machine.js';
import type { Added } from './merge-json.js';
import { digest, readText, replaceText } from './text-file.js';

/** What was done to one file, so that it can be undone. */
export interface Receipt {
  readonly file: string;
  readonly client: HookClient;
  readonly scope: Scope;
  /** The project's folder; null for the whole user. */
  readonly project: string | null;
  /** Of the server. */
  readonly url: string;
  readonly at: string;
  /** `whole`: the file is ours alone. */
  readonly format: 'json' | 'toml' | 'whole';
  /** Digest of the text that was written: while it is the file's, undo restores every byte. */
  readonly written: string;
  /** A copy of the text before; null when there was no file. */
  readonly backup: string | null;
  readonly added: readonly Added[];
}

const EMPTY = { version: 1, receipts: [] as readonly Receipt[] };

/** The list of receipts, in a file of this user. */
export class Receipts {
  private readonly file: string;
  private readonly backups: string;

  constructor(machine: Machine) {
    this.file = path.join(ownFolder(machine), 'connect.json');
    this.backups = path.join(ownFolder(machine), 'backups');
  }

  async all(): Promise<readonly Receipt[]> {
    return parse(await readText(this.file), this.file);
  }

  /** Puts `receipt` in place of that of the same file and client; none forgets it. */
  async put(of: Pick<Receipt, 'file' | 'client'>, receipt?: Receipt): Promise<void> {
    const before = await readText(this.file);
    const others = parse(before, this.file).filter(({ file, client }) => file !== of.file || client !== of.client);
    const receipts = receipt ? [...others, receipt] : others;
    const after = receipts.length === 0 ? undefined : `${JSON.stringify({ ...EMPTY, receipts }, null, 2)}\n`;
    if (after !== before) await replaceText(this.file, { before, after });
  }

  /** Keeps a copy of a text. @returns its file; the same text has the same one */
  async backUp(file: string, text: string): Promise<string> {
    const copy = path.join(this.backups, `${path.basename(file)}.${digest(`${file}\n${text}`).slice(0, 16)}`);
    const before = await readText(copy);
    if (before !== text) await replaceText(copy, { before, after: text });
    return copy;
  }
}

function parse(text: string | undefined, file: string): readonly Receipt[] {
  if (text === undefined) return [];
  try {
    const { version, receipts } = JSON.parse(text) as typeof EMPTY;
    if (version === EMPTY.version && Array.isArray(receipts)) return receipts;
  } catch {}
  throw new Error(`${file} can't be read; it lists what was added where. Move it away to begin anew`);
}
