import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { BinnacleClient } from '@binnacle/client';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FakeServer } from '../../../../libs/client/src/fake-server.fixture.js';
import { until } from '../../../../libs/client/src/until.fixture.js';
import { CapturedTerminal } from '../terminal/captured-terminal.fixture.js';
import { runDemo } from './run-demo.js';

describe('the demo', () => {
  let server: FakeServer;
  let terminal: CapturedTerminal;
  let client: BinnacleClient;
  let folder: string;
  beforeEach(async () => {
    server = await FakeServer.start();
    terminal = new CapturedTerminal();
    client = new BinnacleClient({ url: server.url, batch: { delayMs: 1 } });
    folder = await mkdtemp(path.join(os.tmpdir(), 'binnacle-demo-spec-'));
    await mkdir(path.join(folder, 'src/node_modules'), { recursive: true });
    await writeFile(
      path.join(folder, 'README.md'),
      '# Hi\n[there](src/a.ts) [gone](nowhere.md) [web](https://example.org)\n',
    );
    await writeFile(path.join(folder, 'src/a.ts'), 'one\ntwo\nthree');
    await writeFile(path.join(folder, 'src/b.ts'), 'four\n');
    await writeFile(path.join(folder, 'src/node_modules/c.ts'), 'not mine\n');
    await writeFile(path.join(folder, '.env'), 'SECRET=1\n');
  });
  afterEach(async () => {
    terminal.interrupt();
    await client.close({ timeoutMs: 0 });
    await server.stop();
    await rm(folder, { recursive: true });
  });

  const run = (answerTimeoutMs = 20_000) => runDemo({ client, terminal, speed: 1_000, answerTimeoutMs, folder });
  const asked = () => until(() => server.questions.length === 1);
  const of = (type: string, agent?: string) =>
    server.events.filter((event) => event.type === type && (!agent || event.agent_id === agent));

  it('measures the folder, fails once, recovers, asks, and writes what was chosen', async () => {
    const done = run();
    await asked();
    expect(server.questions[0]).toMatchObject({ agent_id: 'report-writer', options: ['markdown', 'csv', 'json'] });
    server.answer(server.questions[0]!.id, 'csv');
    await expect(done).resolves.toBe(true);
    expect(of('agent:completed', 'report-writer')[0]?.payload.result).toBe(
      'kind,name,value\nfiles,TypeScript,2\nlines,TypeScript,4\nfiles,Markdown,1\nlines,Markdown,2\nbroken links,README.md,1',
    );
    expect(
      of('agent:completed')
        .map(({ agent_id }) => agent_id)
        .sort(),
    ).toEqual(['link-checker', 'repo-scout', 'report-writer']);
    expect(of('tool:failed')).toMatchObject([
      { payload: { tool_name: 'parse_json', error: expect.stringContaining('JSON') } },
    ]);
    expect(JSON.stringify(server.events)).not.toMatch(/SECRET|not mine/);
  });

  it('is one graph whose progress only grows and ends complete', async () => {
    const done = run();
    await asked();
    server.answer(server.questions[0]!.id, 'json');
    await done;
    expect(new Set(server.events.map(({ graph_id }) => graph_id)).size).toBe(1);
    expect(new Set(server.events.map(({ session_id }) => session_id)).size).toBe(1);
    expect(server.events[0]?.type).toBe('graph:started');
    const steps = of('graph:progress').map(({ payload }) => payload as { completed: number; total: number });
    expect(steps.map(({ completed }) => completed)).toEqual(steps.map((_, index) => index + 1));
    expect(steps.every(({ completed, total }) => completed <= total)).toBe(true);
    const { completed, total } = steps.at(-1)!;
    expect(completed).toBe(total);
    expect(server.events.at(-1)).toMatchObject({ type: 'graph:completed', payload: { completed, total } });
  });

  it('closes every tool call it opened', async () => {
    const done = run();
    await asked();
    server.answer(server.questions[0]!.id, 'markdown');
    await done;
    const ids = (...types: string[]) => types.flatMap((type) => of(type)).map(({ payload }) => payload.tool_use_id);
    expect(ids('tool:completed', 'tool:failed').sort()).toEqual(ids('tool:called').sort());
  });

  it('takes an answer in other words, and says so when it names no format', async () => {
    const done = run();
    await asked();
    server.answer(server.questions[0]!.id, 'a haiku, please');
    await expect(done).resolves.toBe(true);
    const { result, summary } = of('agent:completed', 'report-writer')[0]!.payload;
    expect(result).toMatch(/^\| kind \| name \| value \|/);
    expect(summary).toMatch(/"a haiku, please" is no format it knows/);
  });

  it('fails when nobody answers in time, and ends', async () => {
    await expect(run(30)).resolves.toBe(false);
    expect(of('agent:failed')).toMatchObject([
      { agent_id: 'report-writer', payload: { error: { code: 'ask_timeout' } } },
    ]);
    expect(server.events.at(-1)?.type).toBe('graph:failed');
  });

  it('cancels the agents that are still at work when it is stopped', async () => {
    const done = run();
    await asked();
    terminal.interrupt();
    await expect(done).resolves.toBe(false);
    expect(of('agent:cancelled').map(({ agent_id }) => agent_id)).toEqual(['report-writer']);
    expect(server.events.at(-1)).toMatchObject({ type: 'graph:failed', payload: { message: 'stopped' } });
  });

  it('cancels all three when it is stopped early', async () => {
    server.onRequest = () => terminal.interrupt();
    await runDemo({ client, terminal, speed: 1, answerTimeoutMs: 1_000, folder });
    expect(of('agent:cancelled')).toHaveLength(3);
    expect(of('agent:failed')).toEqual([]);
  });

  it('runs in an empty folder', async () => {
    for (const name of ['README.md', 'src']) await rm(path.join(folder, name), { recursive: true });
    const done = run();
    await asked();
    server.answer(server.questions[0]!.id, 'json');
    await expect(done).resolves.toBe(true);
    expect(of('tool:failed')).toHaveLength(1);
  });
});
