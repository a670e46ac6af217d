import type { TomlTable } from '@binnacle/connect';

/**
 * Our tables in a TOML document: one block between two marks at its end, so that nothing else is touched. Where a table is there
 * already it is left out, since TOML has each of them once.
 */
export const BLOCK_BEGIN = '# >>> binnacle connect: everything up to the second mark is taken away by --undo';
export const BLOCK_END = '# <<< binnacle connect';
const PARSER = 'smol-toml';

type TomlParser = { readonly parse: (text: string) => Readonly<Record<string, unknown>> };

/** @throws Error of the parser, with the line */
export async function readToml(text: string): Promise<Readonly<Record<string, unknown>>> {
  // Only when a TOML file is touched at all.
  const { parse } = (await import(PARSER)) as TomlParser;
  return parse(text);
}

export interface WithBlock {
  readonly text: string;
  readonly notes: readonly string[];
}

/** @throws Error when the text is no TOML, or would be none any more */
export async function addBlock(text: string, tables: readonly TomlTable[]): Promise<WithBlock> {
  const rest = removeBlock(text);
  const there = await readToml(rest);
  const [free, taken] = [tables.filter(({ path }) => !has(there, path)), tables.filter(({ path }) => has(there, path))];
  const notes = taken.map(({ path }) => `[${path.join('.')}] is there already: it stays as it is`);
  if (free.length === 0) return { text: rest, notes };
  const eol = rest.includes('\r\n') ? '\r\n' : '\n';
  const gap = rest === '' ? '' : rest.endsWith('\n') ? eol : `${eol}${eol}`;
  const lines = free.flatMap(({ path, lines: body }) => [`[${path.join('.')}]`, ...body]);
  const block = [BLOCK_BEGIN, ...lines, BLOCK_END, ''].join(eol);
  await readToml(`${rest}${gap}${block}`);
  return { text: `${rest}${gap}${block}`, notes };
}

/** The text without the block and the blank line before it; all other bytes stay, also those that came after it. */
export function removeBlock(text: string): string {
  const begin = text.indexOf(BLOCK_BEGIN);
  const end = begin < 0 ? -1 : text.indexOf(BLOCK_END, begin);
  if (end < 0) return text;
  const after = text.slice(end + BLOCK_END.length).replace(/^\r?\n/, '');
  const before = text.slice(0, begin).replace(/(^|\n)\r?\n$/, '$1');
  return before + after;
}

function has(document: Readonly<Record<string, unknown>>, path: readonly string[]): boolean {
  let found: unknown = document;
  for (const key of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return false;
    found = (found as Readonly<Record<string, unknown>>)[key];
  }
  return true;
}
