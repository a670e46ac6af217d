import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { definePanel, definePlugin, html, matchesPatterns, parsePatterns } from '@binnacle/plugin-kit';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { runCli } from '../run-cli.js';
import { CapturedTerminal } from '../terminal/captured-terminal.fixture.js';
import { benchEvents } from './bench-events.js';
import { findSpecs } from './find-specs.js';
import { panelsOf } from './panels-of.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'binnacle-specs-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const write = (name: string, text = '') => {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), text);
};

describe('binnacle plugin test', () => {
  const test = async () => {
    const terminal = new CapturedTerminal();
    return { code: await runCli(['plugin', 'test', folder], terminal), ...terminal };
  };

  it('passes and fails with the tests, and names the line of the one that fails', async () => {
    write('a.spec.ts', `import { test } from 'node:test';\ntest('holds', () => {});`);
    expect(await test()).toMatchObject({ code: 0, stdout: expect.stringMatching(/✔ holds[\s\S]*pass 1/) });
    write(
      'deep/b.test.ts',
      `import { test } from 'node:test';\ninterface Nothing {}\ntest('breaks', () => {\n  throw new Error('no');\n});`,
    );
    const { code, stdout } = await test();
    expect(code).toBe(1);
    expect(stdout).toMatch(/pass 1\n[\s\S]*fail 1\n/);
    expect(stdout).toMatch(/deep\/b\.test\.ts:4:\d+/);
  });

  it('says where a test file is no TypeScript', async () => {
    write('a.spec.ts', `export const a = ];`);
    expect(await test()).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^binnacle: a\.spec\.ts:1:18: .*\(plugin_load_failed\)\n$/),
    });
  });

  it('does not call a folder without tests a success', async () => {
    write('index.ts');
    expect(await test()).toMatchObject({ code: 1, stderr: expect.stringContaining('there is no *.spec.ts') });
  });

  it('finds tests in folders, but not those of packages', async () => {
    for (const name of ['b.spec.ts', 'a/x.test.tsx', 'node_modules/p/p.spec.ts', '.git/g.spec.ts', 'spec.ts'])
      write(name);
    expect(await findSpecs(folder)).toEqual(['a/x.test.tsx', 'b.spec.ts']);
  });
});

describe('binnacle plugin bench', () => {
  it('finds the panels of a module, each once', () => {
    const base = { version: 1, title: 'x', initial: () => 0, on: { '*': (n: number) => n }, view: () => html`` };
    const [one, two] = ['one', 'two'].map((id) => definePanel({ ...base, id }));
    const plugin = definePlugin({ id: 'acme', binnacle: '*', panels: [one!] });
    expect(panelsOf({ default: plugin, one, list: [two], three: 3, none: undefined })).toEqual([one, two]);
  });

  it('folds events of every category of the core, always the same', () => {
    const events = benchEvents();
    expect(events).toHaveLength(2_750);
    expect(events).toEqual(benchEvents());
    for (const category of ['agent', 'tool', 'model', 'graph'])
      expect(events.some((event) => matchesPatterns(parsePatterns([`${category}:*`]), event))).toBe(true);
  });
});
