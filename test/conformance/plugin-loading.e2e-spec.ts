/** `BINNACLE_PLUGINS` as a team uses it: files and packages outside this repository, in TypeScript and not. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { runBinnacle } from '../support/run-binnacle.js';
import { TestServer } from '../support/server.js';

describe('BINNACLE_PLUGINS', () => {
  let database: TestDatabase;
  let folder: string;
  beforeAll(async () => {
    database = await createTestDatabase();
    folder = mkdtempSync(path.join(tmpdir(), 'binnacle-plugins-'));
    mkdirSync(temporary());
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await database?.drop();
  });

  /** Of these servers alone: other tests bundle plugins at the same time. */
  const temporary = () => path.join(folder, 'tmp');
  const write = (name: string, ...lines: string[]) => {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `${lines.join('\n')}\n`);
  };
  const start = (plugins: string) =>
    TestServer.start({
      databaseUrl: database.url,
      cwd: folder,
      env: { BINNACLE_PLUGINS: plugins, TMPDIR: temporary() },
    });
  const refusal = async (plugins: string): Promise<string> => {
    const error = await start(plugins).then(
      async (server) => {
        await server.stop();
        return new Error('it started');
      },
      (reason: Error) => reason,
    );
    return error.message;
  };

  it('loads a panel that stands alone in a TypeScript file, and a package with its own dependencies', async () => {
    write(
      'My Panel.ts',
      `import { definePanel, html } from '@binnacle/plugin-kit';`,
      `import { loud } from './shared/loud';`,
      `interface State { readonly count: number }`,
      `export const deploys = definePanel({`,
      `  id: 'deploys', version: 1, title: 'Deploys',`,
      `  initial: (): State => ({ count: 0 }),`,
      `  on: { 'acme:*': (state) => ({ count: state.count + 1 }) },`,
      `  view: ({ count }) => html\`<p>\${loud(\`\${count} deploys\`)}</p>\`,`,
      `});`,
    );
    write('shared/loud.ts', `export const loud = (text: string): string => text.toUpperCase();`);
    // A package as npm installs it, with a dependency in CommonJS and a copy of the kit that is not the server's.
    write(
      'node_modules/@acme/panels/package.json',
      JSON.stringify({ name: '@acme/panels', version: '2.1.0', type: 'module', exports: './index.js' }),
    );
    write(
      'node_modules/@acme/panels/index.js',
      `import { Clock, definePanel, definePlugin, html } from '@binnacle/plugin-kit';`,
      `import { Injectable } from '@nestjs/common';`,
      `import price from 'price-book';`,
      `export class Prices { of(tool) { return price(tool); } }`,
      `Injectable()(Prices);`,
      `export const spend = definePanel({`,
      `  id: 'spend', version: 1, title: 'Spend', inject: [Prices, Clock],`,
      `  initial: () => [],`,
      `  on: { 'tool:called': (all, { payload }) => [...all, payload.tool_name] },`,
      `  view: (all, prices, clock) => html\`<p>\${all.map((tool) => \`\${tool} at \${prices.of(tool)}, \${typeof clock.now()}\`)}</p>\`,`,
      `});`,
      `export default definePlugin({ id: 'acme', version: '2.1.0', binnacle: '^1.0', panels: [spend], providers: [Prices] });`,
    );
    write(
      'node_modules/@binnacle/plugin-kit/package.json',
      JSON.stringify({ name: '@binnacle/plugin-kit', main: 'no.js' }),
    );
    write('node_modules/@binnacle/plugin-kit/no.js', `throw new Error('a copy of the kit was loaded');`);
    write('node_modules/price-book/package.json', JSON.stringify({ name: 'price-book', main: 'main.cjs' }));
    write(
      'node_modules/price-book/main.cjs',
      `module.exports = (tool) => require('node:util').format('%s$', tool.length);`,
    );

    const server = await start('./My Panel.ts, @acme/panels');
    try {
      await server.send([{ type: 'acme:deployed' }, { type: 'tool:called', payload: { tool_name: 'grep' } }]);
      const page = async () => (await server.get('/')).text();
      for (const deadline = Date.now() + 10_000; Date.now() < deadline && !(await page()).includes('1 DEPLOYS'); );
      expect(await page()).toContain('1 DEPLOYS');
      expect(await page()).toContain('grep at 4$, number');
    } finally {
      await server.stop();
    }
    // Nothing is left of the loading.
    expect(readdirSync(temporary())).toEqual([]);
  });

  it('loads the panel of the README as it stands there', async () => {
    const readme = readFileSync(path.resolve(import.meta.dirname, '../../README.md'), 'utf8');
    const [, code = ''] = /```ts\n(\/\/ busiest\.ts\n[\s\S]*?)```/.exec(readme) ?? [];
    write('busiest.ts', code);
    const server = await start('./busiest.ts');
    try {
      await server.send({ type: 'tool:called', payload: { tool_name: 'grep' } });
      const page = async () => (await server.get('/')).text();
      for (const deadline = Date.now() + 10_000; Date.now() < deadline && !/<li>grep: \d/.test(await page()); );
      expect(await page()).toMatch(/<li>grep: \d/);
    } finally {
      await server.stop();
    }
  });

  it('loads what `binnacle plugin new` writes', async () => {
    const made = runBinnacle(['plugin', 'new', 'tool-trouble', '--dir', path.join(folder, 'plugins')]);
    expect(await made.ended).toMatchObject({ code: 0 });
    const server = await start('./plugins/tool-trouble');
    try {
      await server.send({ type: 'tool:failed', payload: { tool_name: 'grep', error: 'no match' } });
      const page = async () => (await server.get('/')).text();
      const row = /grep: 1 of \d failed <span class="quiet">no match/;
      for (const deadline = Date.now() + 10_000; Date.now() < deadline && !row.test(await page()); );
      expect(await page()).toMatch(row);
    } finally {
      await server.stop();
    }
  });

  it('names file, line and column of a mistake', async () => {
    write(
      'typo.ts',
      `import { definePanel } from '@binnacle/plugin-kit';`,
      ``,
      `export const panel = definePanel({ id: 'x' ];`,
    );
    expect(await refusal('./typo.ts')).toMatch(/plugin \.\/typo\.ts: typo\.ts:3:\d+: .*\(plugin_load_failed\)/);
  });

  it('names the place where a plugin throws while it loads', async () => {
    write('throws.ts', `interface Nothing { readonly at: 'all' }`, `throw new Error('no licence');`, `export {};`);
    expect(await refusal('./throws.ts')).toMatch(
      /plugin \.\/throws\.ts: no licence .*throws\.ts:2.*\(plugin_load_failed\)/,
    );
  });

  it.each([
    ['./missing.ts', /there is no file .*missing\.ts \(plugin_load_failed\)/],
    ['@acme/missing', /plugin @acme\/missing: Could not resolve "@acme\/missing" \(plugin_load_failed\)/],
    ['./nothing.ts', /plugin \.\/nothing\.ts: it exports no plugin, panel or filter \(plugin_load_failed\)/],
    ['./wrong.ts', /panel "Wrong!": `id` must match .*\(invalid_plugin\)/],
    ['./lacks.ts', /lacks\.ts:1:\d+: Could not resolve "left-pad" \(plugin_load_failed\)/],
  ])('refuses to start with %s', async (plugin, reason) => {
    write('nothing.ts', `export const nothing = 1;`);
    write(
      'wrong.ts',
      `import { definePanel, html } from '@binnacle/plugin-kit';`,
      `export default definePanel({ id: 'Wrong!', version: 1, title: 'x', initial: () => 0, on: { '*': () => 0 }, view: () => html\`\` });`,
    );
    write('lacks.ts', `import pad from 'left-pad';`, `export default pad;`);
    expect(await refusal(plugin)).toMatch(reason);
  });
});
