/** docs/reference/errors.md and the table in code are one: both ways. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ERROR_CODES } from '@binnacle/events';
import { describe, expect, it } from '@jest/globals';

const ROOT = path.resolve(import.meta.dirname, '../..');
const page = readFileSync(path.join(ROOT, 'docs/reference/errors.md'), 'utf8');
const rows = [...page.matchAll(/^\| `([a-z0-9_]+)` +\| (\d+|–) +\| (.+?) +\| (.+?) +\|$/gm)].map(
  ([, code = '', status = '', title = '', help = '']) => ({
    code,
    status: status === '–' ? 0 : Number(status),
    title,
    help,
  }),
);

const sources = ['apps', 'libs'].flatMap((top) =>
  readdirSync(path.join(ROOT, top), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.includes('generated') && !name.endsWith('.spec.ts'))
    .map((name) => path.join(ROOT, top, name)),
);

describe('error codes', () => {
  it('stand in the reference exactly as in the code', () => {
    expect(rows).toEqual(Object.entries(ERROR_CODES).map(([code, definition]) => ({ code, ...definition })));
  });

  it('are all used somewhere', () => {
    const text = sources
      .filter((file) => !file.endsWith('error-codes.ts'))
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n');
    expect(Object.keys(ERROR_CODES).filter((code) => !text.includes(`'${code}'`))).toEqual([]);
  });
});
