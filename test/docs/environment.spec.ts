/** docs/reference/environment.md and what the code reads are one: both ways, defaults included. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import * as config from '../../apps/server/src/config.js';

const ROOT = path.resolve(import.meta.dirname, '../..');
const page = readFileSync(path.join(ROOT, 'docs/reference/environment.md'), 'utf8');
const table = new Map(
  [...page.matchAll(/^\| `([A-Z_]+)` +\| (.*?) +\|/gm)].map(([, name = '', absent = '']) => [
    name,
    absent.replaceAll('`', ''),
  ]),
);

/** The names are read as `env.NAME` or named in a call: `url('NAME', env, …)`, `settings.get('NAME')`. */
const read = new Set(
  ['apps/server', 'libs/panels'].flatMap((top) =>
    readdirSync(path.join(ROOT, top), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
      .flatMap((name) => {
        const text = readFileSync(path.join(ROOT, top, name), 'utf8');
        const calls = /\benv\.([A-Z_]+)\b|\(\s*'([A-Z_]+)',\s*env\b|settings\.get\('([A-Z_]+)'\)/g;
        return [...text.matchAll(calls)].map(([, ...names]) => names.find(Boolean) as string);
      }),
  ),
);
// npm's own: says how the process was started.
read.delete('npm_lifecycle_event');

describe('environment.md', () => {
  it('lists every variable the server reads, and no other', () => {
    expect([...table.keys()].sort()).toEqual([...read].sort());
  });

  it('gives the defaults of the code', () => {
    const empty = config.readConfig({}, '/somewhere');
    expect(
      Object.fromEntries([...table].filter(([name]) => !name.startsWith('BINNACLE_') || name.endsWith('VIEWERS'))),
    ).toMatchObject({
      PORT: String(empty.port),
      HOST: empty.host,
      BINNACLE_MAX_VIEWERS: String(empty.maxViewers),
      LOG_LEVEL: empty.logLevel,
    });
    expect(path.join('/somewhere', table.get('BINNACLE_DATA_DIR') ?? '')).toBe(empty.dataDir);
    expect(table.get('BINNACLE_MASK_SECRETS')).toBe('on');
  });
});
