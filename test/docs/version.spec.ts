import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { VERSION } from '../../apps/server/src/version.js';

const ROOT = path.resolve(import.meta.dirname, '../..');
const read = (name: string) => readFileSync(path.join(ROOT, name), 'utf8');

describe('the version', () => {
  it('is the same in package.json, in the server and at the top of the changelog', () => {
    expect(JSON.parse(read('package.json')).version).toBe(VERSION);
    expect(/^## (\S+)/m.exec(read('CHANGELOG.md'))?.[1]).toBe(VERSION);
  });
});
