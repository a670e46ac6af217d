/** The package as an author gets it: packed, installed in an empty folder, and a plugin written, tested and broken there. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const ROOT = path.resolve(import.meta.dirname, '../..');
// Not --omit=optional: the bundler's program is an optional dependency of the bundler.
const INSTALL = ['install', '--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts'];
const PATIENCE_MS = 90_000;

interface Ended {
  readonly code: number;
  readonly output: string;
}

/** A command to its end; npm's own settings of this run are not the author's. */
async function run(cwd: string, command: string, ...args: string[]): Promise<Ended> {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^npm_(?!config_cache|config_registry)|^NODE_|^INIT_CWD/i.test(name),
    ),
  );
  const done = promisify(execFile)(command, args, { cwd, env, maxBuffer: 10_000_000 });
  return done.then(
    ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
    (error) => ({ code: error.code as number, output: `${error.stdout}${error.stderr}` }),
  );
}

describe('the packed package', () => {
  let folder: string;
  let plugin: string;
  beforeAll(async () => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'binnacle-package-')));
    plugin = path.join(folder, 'plugins/tool-trouble');
    const packed = await run(ROOT, 'npm', 'pack', '--loglevel=error', '--pack-destination', folder);
    expect(packed).toMatchObject({ code: 0 });
    writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'team', private: true }));
    const [tarball = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
    expect(await run(folder, 'npm', ...INSTALL, `./${tarball}`)).toMatchObject({ code: 0 });
    expect(await run(folder, 'npx', 'binnacle', 'plugin', 'new', 'tool-trouble')).toMatchObject({ code: 0 });
    expect(await run(plugin, 'npm', ...INSTALL)).toMatchObject({ code: 0 });
  }, PATIENCE_MS);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const edit = (name: string, change: (text: string) => string) => {
    const before = readFileSync(path.join(plugin, name), 'utf8');
    const after = change(before);
    expect(after).not.toBe(before);
    writeFileSync(path.join(plugin, name), after);
    return () => writeFileSync(path.join(plugin, name), before);
  };
  const lineOf = (name: string, part: string) =>
    readFileSync(path.join(plugin, name), 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(part)) + 1;

  it('holds what runs, and none of its tests', () => {
    const files = readdirSync(path.join(folder, 'node_modules/binnacle'), { recursive: true, encoding: 'utf8' });
    expect(files).toEqual(expect.arrayContaining(['README.md', 'CHANGELOG.md', 'prisma/migrations', 'dist/browser']));
    expect(files.filter((name) => /\.(spec|fixture|e2e-spec)\./.test(name) || /^(test|bench)\b/.test(name))).toEqual(
      [],
    );
  });

  it('gives types that resolve without the workspace', () => {
    const root = path.join(folder, 'node_modules/binnacle/dist');
    const declarations = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.d.ts'),
    );
    expect(declarations).toContain('libs/plugin-kit/src/testing/index.d.ts');
    const lost = declarations.filter((name) =>
      /^(?:import|export) .*'@binnacle\//m.test(readFileSync(path.join(root, name), 'utf8')),
    );
    expect(lost).toEqual([]);
  });

  it('writes a plugin whose tests, types and figures come out', async () => {
    const tests = await run(plugin, 'npm', 'test');
    expect(tests.output).toMatch(/pass 4\n/);
    expect(tests.code).toBe(0);
    expect(await run(plugin, 'npm', 'run', 'check')).toMatchObject({ code: 0 });
    // Not even the kit's own declarations may have a mistake that `skipLibCheck` hides.
    expect(await run(plugin, 'npx', 'tsc', '--noEmit', '--skipLibCheck', 'false')).toMatchObject({ code: 0 });
    expect((await run(plugin, 'npx', 'binnacle', 'plugin', 'bench')).output).toMatch(/tool-trouble: \d+ ns an event, /);
  }, 120_000);

  it('fails a test with the file and line of the author', async () => {
    const undo = edit('index.ts', (text) => text.replace('failed: known.failed + 1', 'failed: known.failed'));
    try {
      const { code, output } = await run(plugin, 'npm', 'test');
      expect(code).toBe(1);
      const line = lineOf('tool-trouble.spec.ts', 'snapshotHtml(render(');
      expect(output).toContain(`${path.join(plugin, 'tool-trouble.spec.ts')}:${line - 1}:`);
    } finally {
      undo();
    }
  });

  it('refuses a misspelt type of event with file and line', async () => {
    const undo = edit('index.ts', (text) => text.replace("'tool:failed': (", "'tool:faled': ("));
    try {
      const { code, output } = await run(plugin, 'npm', 'run', 'check');
      expect(code).not.toBe(0);
      expect(output).toContain(`index.ts(${lineOf('index.ts', "'tool:faled'")},`);
    } finally {
      undo();
    }
  });

  it("types a plugin's own events, merged into the kit by its published name", async () => {
    const file = path.join(plugin, 'own.ts');
    writeFileSync(
      file,
      [
        `import { definePanel, html } from 'binnacle/plugin-kit';`,
        `import { eventOf, replay } from 'binnacle/plugin-kit/testing';`,
        `declare module 'binnacle/plugin-kit' {`,
        `  interface EventPayloads { 'acme:deployed': { seconds: number } }`,
        `}`,
        `const own = definePanel({`,
        `  id: 'own', version: 1, title: 'Own', initial: () => 0, view: (total) => html\`\${total}\`,`,
        `  on: { 'acme:deployed': (total, { payload }) => total + payload.seconds },`,
        `});`,
        `export const total: number = replay(own, [eventOf('acme:deployed', { payload: { seconds: 3 } })]);`,
        `// @ts-expect-error there is no such type`,
        `definePanel({ id: 'x', version: 1, title: 'X', initial: () => 0, view: () => html\`\`, on: { 'acme:deploy': () => 1 } });`,
        `// @ts-expect-error seconds is a number`,
        `eventOf('acme:deployed', { payload: { seconds: '3' } });`,
      ].join('\n'),
    );
    expect(await run(plugin, 'npm', 'run', 'check')).toMatchObject({ code: 0 });
    rmSync(file);
  });
});
