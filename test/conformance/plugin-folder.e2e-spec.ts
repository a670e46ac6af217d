/** The plugins folder of an author: what is written there is on an open dashboard a moment later. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';
import { SseClient } from '../support/sse-client.js';

const DEV = path.resolve(import.meta.dirname, '../../tools/dev.mjs');
/** What an author is promised. */
const SOON_MS = 2_000;

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: it is source text
const panel = (title: string, view: string) => `import { definePanel, html } from 'binnacle/plugin-kit';
export const calls = definePanel({
  id: 'calls', version: 1, title: '${title}',
  initial: () => 0,
  on: { 'tool:called': (count: number) => count + 1 },
  view: (count) => ${view},
});
`;

describe('a watched plugins folder', () => {
  let database: TestDatabase;
  let server: TestServer;
  let folder: string;
  let stream: SseClient;
  const write = (name: string, text: string) => {
    mkdirSync(path.dirname(path.join(folder, 'plugins', name)), { recursive: true });
    writeFileSync(path.join(folder, 'plugins', name), text);
  };
  /** The first frame from now on that fits. */
  const shown = async (pattern: RegExp) => {
    const seen = stream.messages.length;
    const found = () => stream.messages.slice(seen).find(({ data }) => pattern.test(data));
    await stream.until(() => found() !== undefined, SOON_MS);
    return found()?.data ?? '';
  };
  beforeAll(async () => {
    database = await createTestDatabase();
    folder = mkdtempSync(path.join(tmpdir(), 'binnacle-folder-'));
    const env = { BINNACLE_DEV: '1' };
    server = await TestServer.start({ databaseUrl: database.url, cwd: folder, env });
    await server.send(Array.from({ length: 3 }, () => ({ type: 'tool:called', payload: { tool_name: 'grep' } })));
    stream = await SseClient.open(`${server.url}/events`);
  });
  afterAll(async () => {
    stream?.close();
    await server?.stop();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('shows a new plugin on an open dashboard, folded from history', async () => {
    write('calls.ts', panel('Calls', 'html`<p>${count} calls</p>`'));
    const frame = await shown(/3 calls/);
    expect(frame).toContain('<div class="panels" id="panels">');
    expect(frame).toContain('id="p-calls"');
  });

  it('renders a saved change, with the state folded anew', async () => {
    write('calls.ts', panel('Calls', 'html`<p>${count * 10} tenths</p>`'));
    expect(await shown(/30 tenths/)).not.toContain('3 calls');
    await server.send({ type: 'tool:called', payload: { tool_name: 'grep' } });
    await shown(/40 tenths/);
  });

  it('says in a card of its own what does not compile, with file and line, and takes the mended file', async () => {
    write('calls.ts', panel('Calls', 'html`<p>${count`'));
    const frame = await shown(/can&#39;t be loaded|can't be loaded/);
    expect(frame).toMatch(/calls\.ts:\d+:\d+: /);
    expect(frame).toContain('id="p-failures"');
    write('calls.ts', panel('Calls', 'html`<p>${count} again</p>`'));
    expect(await shown(/4 again/)).not.toContain('plugin-calls');
  });

  it('says in its card where a view fails', async () => {
    write('calls.ts', panel('Calls', '{\n    throw new Error(`no view for ${count}`);\n  }'));
    expect(await shown(/no view for 4/)).toMatch(/no view for 4 \(plugins\/calls\.ts:7:\d+\)/);
  });

  it('keeps what works when another has the id of something built in', async () => {
    write('mine/index.ts', panel('Mine', 'html`<p>mine</p>`').replace(`id: 'calls'`, `id: 'failures'`));
    expect(await shown(/plugin-mine/)).toContain('panel failures is defined twice');
  });

  it('follows files that a plugin imports from elsewhere', async () => {
    write('../shared/word.ts', `export const word = 'once';`);
    const own = `import { word } from '../shared/word';\n${panel('Word', 'html`<p>${word} ${count}</p>`')}`;
    write('word.ts', own.replace(`id: 'calls'`, `id: 'word'`));
    await shown(/once 4/);
    write('../shared/word.ts', `export const word = 'twice as long';`);
    await shown(/twice as long 4/);
  });

  it('takes a plugin away with its file', async () => {
    rmSync(path.join(folder, 'plugins', 'mine'), { recursive: true });
    rmSync(path.join(folder, 'plugins', 'calls.ts'));
    const data = await shown(/^(?!.*p-calls).*id="panels"/s);
    expect(data).toContain('id="p-word"');
  });
});

// biome-ignore-end lint/suspicious/noTemplateCurlyInString: it is source text

describe('npm run dev', () => {
  it('starts again for a plugin with controllers, and serves them under its id', async () => {
    const database = await createTestDatabase();
    const folder = mkdtempSync(path.join(tmpdir(), 'binnacle-dev-'));
    mkdirSync(path.join(folder, 'plugins'));
    const port = 40_000 + Math.floor(Math.random() * 10_000);
    const server = await TestServer.start({ databaseUrl: database.url, cwd: folder, main: DEV, port });
    try {
      const source = (word: string) => `import { Controller, Get } from '@nestjs/common';
import { definePlugin } from 'binnacle/plugin-kit';
@Controller()
class Hello { @Get('hello') hello() { return { word: '${word}' }; } }
export default definePlugin({ id: 'greeter', binnacle: '^1.0', controllers: [Hello] });
`;
      const answer = async (word: string) => {
        for (const until = Date.now() + 20_000; Date.now() < until; ) {
          const found = await fetch(`${server.url}/plugins/greeter/hello`).then(
            (r) => r.json(),
            () => undefined,
          );
          if (found?.word === word) return found;
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
        throw new Error(server.log);
      };
      writeFileSync(path.join(folder, 'plugins', 'greeter.ts'), source('hello'));
      expect(await answer('hello')).toEqual({ word: 'hello' });
      writeFileSync(path.join(folder, 'plugins', 'greeter.ts'), source('good day'));
      expect(await answer('good day')).toEqual({ word: 'good day' });
    } finally {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
      await database.drop();
    }
  }, 60_000);
});
