import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { bundlePlugin, bundleSpecs, importBundle } from './index.js';

describe("a plugin's sources", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'plugin-bundle-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const write = (name: string, text: string) => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  };

  it("take the host's kit by either name, and the rest from where the author put it", async () => {
    write('node_modules/binnacle/package.json', '{ "name": "binnacle", "main": "no.js" }');
    write('node_modules/price-book/package.json', '{ "name": "price-book", "main": "main.cjs" }');
    write('node_modules/price-book/main.cjs', 'module.exports = 3;');
    write(
      'index.ts',
      `import { html } from 'binnacle/plugin-kit';
       import { Clock } from '@binnacle/plugin-kit';
       import { replay } from 'binnacle/plugin-kit/testing';
       import price from 'price-book';
       export const all: unknown[] = [html, Clock, replay, price];`,
    );
    const { text } = await bundlePlugin('./index.ts', folder);
    const imports = [...text.matchAll(/^import .* from "(.*)";$/gm)].map(([, from]) => from ?? '');
    expect(imports.filter((from) => from.endsWith('/libs/plugin-kit/src/index.js'))).toHaveLength(2);
    expect(imports.filter((from) => from.endsWith('/libs/plugin-kit/src/testing/index.js'))).toHaveLength(1);
    expect(imports.filter((from) => from.endsWith('/node_modules/price-book/main.cjs'))).toHaveLength(1);
    expect(imports).toHaveLength(4);
  });

  it('become one module each for the test files, with maps that lead back', async () => {
    write('shared.ts', `export const one = 1;`);
    write('a.spec.ts', `import { one } from './shared'; export const a: number = one;`);
    write('deep/b.test.ts', `import { one } from '../shared'; export const b: number = one;`);
    const out = path.join(folder, 'out');
    const made = await bundleSpecs(['a.spec.ts', 'deep/b.test.ts'], folder, out);
    expect(made).toEqual([path.join(out, 'a.spec.mjs'), path.join(out, 'deep/b.test.mjs')]);
    const [, map = ''] = /base64,(\S+)/.exec(readFileSync(made[1] as string, 'utf8')) ?? [];
    expect(JSON.parse(Buffer.from(map, 'base64').toString()).sources).toEqual([
      '../../shared.ts',
      '../../deep/b.test.ts',
    ]);
  });

  it('are refused with file, line and column', async () => {
    write('a.spec.ts', `export const a = 1;\nexport const b = ];`);
    await expect(bundleSpecs(['a.spec.ts'], folder, folder)).rejects.toMatchObject({
      code: 'plugin_load_failed',
      detail: expect.stringMatching(/^a\.spec\.ts:2:18: /),
    });
  });

  it('leave nothing behind when they are run, even when they throw', async () => {
    await expect(importBundle('throw new Error("no licence")')).rejects.toThrow('no licence');
  });
});
