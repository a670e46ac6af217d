import { JsonDocument } from './json-document.js';
import type { PlannedChange } from './planned-change.js';
import type { Receipt } from './receipts.js';
import { digest, readText, splitBom } from './text-file.js';
import { removeBlock } from './toml-block.js';
import { unmergeJson } from './unmerge-json.js';

/** A file as it would be without what was added. @throws Error when it can't be read any more */
export async function planUndo(receipt: Receipt): Promise<PlannedChange> {
  const { file } = receipt;
  const before = await readText(file);
  const { text, notes } = await withoutOurs(receipt, before);
  return {
    file,
    before,
    after: text,
    original: text,
    receipt: undefined,
    notes,
    secret: receipt.format === 'whole',
    isOurs: isOurs(receipt, before),
  };
}

export const isOurs = ({ written }: Receipt, text: string | undefined): boolean =>
  text !== undefined && digest(text) === written;

interface Left {
  readonly text: string | undefined;
  readonly notes: readonly string[];
}

/** Every byte as before while nobody touched the file since; else only our parts go. */
export async function withoutOurs(receipt: Receipt, text: string | undefined): Promise<Left> {
  if (text === undefined) return { text, notes: [] };
  if (isOurs(receipt, text)) {
    if (receipt.backup === null) return { text: undefined, notes: [] };
    const original = await readText(receipt.backup);
    if (original !== undefined) return { text: original, notes: [] };
  }
  return stripped(receipt, text);
}

function stripped({ file, format, added, backup }: Receipt, text: string): Left {
  switch (format) {
    case 'whole':
      return { text, notes: [`${file} was changed since: it stays`] };
    case 'toml': {
      const left = removeBlock(text);
      return { text: backup === null && left.trim() === '' ? undefined : left, notes: [] };
    }
    case 'json': {
      const [bom, body] = splitBom(text);
      const { document, notes } = unmergeJson(parsed(file, body), added);
      const isEmpty = backup === null && document.text.replace(/\s/g, '') === '{}';
      return { text: isEmpty ? undefined : bom + document.text, notes };
    }
  }
}

export function parsed(file: string, text: string): JsonDocument {
  try {
    return JsonDocument.read(text);
  } catch (error) {
    throw new Error(`${file} can't be read, so it is left alone: ${(error as Error).message}`);
  }
}
