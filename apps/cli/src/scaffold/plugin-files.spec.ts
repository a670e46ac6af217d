import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { runCli } from '../run-cli.js';
import { CapturedTerminal } from '../terminal/captured-terminal.fixture.js';
import { pluginFiles } from './plugin-files.js';
import { titleOf } from './plugin-name.js';
import { writeFolder } from './write-folder.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'binnacle-scaffold-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('binnacle plugin new', () => {
  let terminal: CapturedTerminal;
  beforeEach(() => {
    terminal = new CapturedTerminal();
    terminal.env.BINNACLE_PLUGINS_DIR = path.join(folder, 'from-env');
  });
  const create = (...args: string[]) => runCli(['plugin', 'new', ...args], terminal);

  it('writes the files, says where on stdout and what to do next on stderr', async () => {
    await expect(create('tool-costs')).resolves.toBe(0);
    const made = path.join(folder, 'from-env/tool-costs');
    expect(terminal.stdout).toBe(`${made}\n`);
    expect(terminal.stderr).toContain('npm install && npm test');
    expect(readdirSync(made).sort()).toEqual([
      'README.md',
      'index.ts',
      'package.json',
      'tool-costs.spec.ts',
      'tsconfig.json',
    ]);
    expect(readdirSync(path.dirname(made))).toEqual(['tool-costs']);
  });

  it('takes the folder of --dir, and names the kit from there', async () => {
    await expect(create('tool-costs', '--dir', folder)).resolves.toBe(0);
    const { devDependencies } = JSON.parse(readFileSync(path.join(folder, 'tool-costs/package.json'), 'utf8'));
    const [, kit = ''] = /^file:(.*)$/.exec(devDependencies.binnacle) ?? [];
    const found = JSON.parse(readFileSync(path.resolve(folder, 'tool-costs', kit, 'package.json'), 'utf8'));
    expect(found.name).toBe('binnacle');
  });

  it.each(['Tool', '1st', '../x', 'a b', '', 'x'.repeat(49), 'ü'])('refuses the name %j', async (name) => {
    await expect(create(name)).resolves.toBe(1);
    expect(terminal.stderr).toMatch(/^error: .*must match \^\[a-z\]/);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('refuses a folder that is not empty, and takes one that is', async () => {
    const taken = path.join(folder, 'from-env/taken');
    mkdirSync(taken, { recursive: true });
    writeFileSync(path.join(taken, 'index.ts'), 'mine');
    await expect(create('taken')).resolves.toBe(1);
    expect(terminal.stderr).toMatch(/^binnacle: .*taken exists already and is not empty/);
    expect(readFileSync(path.join(taken, 'index.ts'), 'utf8')).toBe('mine');
    rmSync(path.join(taken, 'index.ts'));
    await expect(create('taken')).resolves.toBe(0);
    writeFileSync(path.join(folder, 'from-env/file'), '');
    await expect(create('file')).resolves.toBe(1);
  });
});

describe('the files', () => {
  // Names that end up as identifiers, ids or titles in the sources.
  it.each(['x', 'new', 'panel', 'define', 'html', 'a--b-', 'tool-costs'])('are sources that parse, for %s', (name) => {
    for (const [file, text] of Object.entries(pluginFiles(name, 'file:../..'))) {
      if (!file.endsWith('.ts')) continue;
      const { diagnostics } = ts.transpileModule(text, { reportDiagnostics: true, fileName: file });
      expect(diagnostics).toEqual([]);
    }
  });

  it('bear a title for people', () => {
    expect([titleOf('tool-costs'), titleOf('a--b-'), titleOf('x')]).toEqual(['Tool costs', 'A b', 'X']);
  });
});

describe('writeFolder', () => {
  it('shows a watcher the whole folder or nothing', async () => {
    const seen: string[][] = [];
    const watcher = watch(folder, (_, name) => {
      if (name && !name.startsWith('.')) seen.push(readdirSync(path.join(folder, name)).sort());
    });
    await writeFolder(path.join(folder, 'made'), { 'a.ts': 'a', 'b.ts': 'b' });
    for (const deadline = Date.now() + 5_000; seen.length === 0 && Date.now() < deadline; )
      await new Promise((resolve) => setImmediate(resolve));
    watcher.close();
    expect(seen[0]).toEqual(['a.ts', 'b.ts']);
    expect(new Set(seen.map(String)).size).toBe(1);
  });

  it('leaves nothing behind when a file cannot be written', async () => {
    await expect(writeFolder(path.join(folder, 'made'), { 'no/folder.ts': '' })).rejects.toThrow(/ENOENT/);
    expect(readdirSync(folder)).toEqual([]);
  });
});
