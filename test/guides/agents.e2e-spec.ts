/** Every snippet of the guides to agents, run: by sh, by the real packages, with what real clients send. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { GuideRoom } from './guide-room.js';
import type { Runners } from './runner.js';
import { curlRunners } from './runners/curl.js';
import { hookRunners } from './runners/hooks.js';
import { langGraphRunners } from './runners/langgraph.js';
import { mcpRunners } from './runners/mcp.js';
import { openAiAgentsRunners } from './runners/openai-agents.js';
import { openTelemetryRunners } from './runners/opentelemetry.js';
import { workspaceRunners } from './runners/workspaces.js';
import { GUIDES, guideSnippets } from './snippets.js';

const ROOT = path.resolve(import.meta.dirname, '../..');
const RUNNERS: Runners = {
  ...hookRunners,
  ...mcpRunners,
  ...langGraphRunners,
  ...openAiAgentsRunners,
  ...openTelemetryRunners,
  ...curlRunners,
  ...workspaceRunners,
};
const PATIENCE_MS = 60_000;

describe('the guides to agents', () => {
  let database: TestDatabase;
  let room: GuideRoom;
  const snippets = guideSnippets();
  beforeAll(async () => {
    database = await createTestDatabase();
    room = await GuideRoom.open(database.url);
  });
  afterAll(async () => {
    await room?.close();
    await database?.drop();
  });

  it('have no snippet that nobody runs, and the test none that is gone', () => {
    expect(snippets.map(({ name }) => name).sort()).toEqual(Object.keys(RUNNERS).sort());
  });

  it('are all in the list of the folder', () => {
    const list = readFileSync(path.join(GUIDES, 'README.md'), 'utf8');
    const guides = readdirSync(GUIDES).filter((name) => name !== 'README.md');
    expect(guides.filter((name) => !list.includes(`](${name})`))).toEqual([]);
  });

  it.each(snippets)(
    '$name does what it says',
    async ({ name, text }) => {
      await RUNNERS[name]?.(text, room);
    },
    PATIENCE_MS,
  );

  it(
    'have TypeScript that the compiler takes',
    async () => {
      const files = snippets.filter(({ language }) => language === 'ts');
      const names = files.map(({ name, text }) => {
        const file = `types-${name.replaceAll(/\W+/g, '-')}.ts`;
        writeFileSync(path.join(room.folder, file), text);
        return file;
      });
      expect(names.length).toBeGreaterThan(0);
      const compilerOptions = {
        module: 'nodenext',
        target: 'es2023',
        lib: ['es2023', 'dom'],
        strict: true,
        noEmit: true,
        skipLibCheck: true,
        experimentalDecorators: true,
        types: ['node'],
        paths: Object.fromEntries(
          [
            ['binnacle/client', 'client'],
            ['@binnacle/events', 'events'],
          ].map(([name, lib]) => [name, [path.join(ROOT, 'libs', String(lib), 'src/index.ts')]]),
        ),
      };
      const config = path.join(room.folder, 'tsconfig.json');
      writeFileSync(config, JSON.stringify({ compilerOptions, files: names }));
      const tsc = path.join(ROOT, 'node_modules/typescript/bin/tsc');
      const { stdout } = await promisify(execFile)(process.execPath, [tsc, '-p', config]).catch((error) => error);
      expect(stdout).toBe('');
    },
    PATIENCE_MS * 2,
  );
});
