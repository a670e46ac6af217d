/** docs/reference/audit.md lists every action that is recorded, and no other. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = path.resolve(import.meta.dirname, '../..');
const page = readFileSync(path.join(ROOT, 'docs/reference/audit.md'), 'utf8');
const listed = [...page.matchAll(/^\| (`[^|]+`) +\|/gm)].flatMap(([, cell = '']) =>
  [...cell.matchAll(/`([a-z_.]+)`/g)].map(([, action]) => action as string),
);

/** As they stand where something is recorded: `what: 'key.created'`, `what = isOwner ? 'owner.made' : 'owner.ended'`. */
const recorded = new Set(
  ['libs/auth', 'libs/coordinator', 'libs/dashboard', 'libs/ingest', 'libs/notifiers', 'apps/server']
    .flatMap((top) =>
      readdirSync(path.join(ROOT, top), { recursive: true, encoding: 'utf8' }).map((name) => path.join(top, name)),
    )
    .filter((name) => name.endsWith('.ts') && !name.endsWith('spec.ts') && !name.includes('node_modules'))
    .flatMap((name) => {
      const text = readFileSync(path.join(ROOT, name), 'utf8');
      const places = text.matchAll(/\bwhat(?:: | = )[^,;\n]*|\btold\([^)]*/g);
      return [...places].flatMap(([place]) =>
        [...place.matchAll(/'((?:[a-z_]+\.[a-z_]+)|logout)'/g)].map(([, action]) => action as string),
      );
    }),
);

describe('audit.md', () => {
  it('lists every action that is recorded, and no other', () => {
    expect([...listed].sort()).toEqual([...recorded].sort());
  });
});
