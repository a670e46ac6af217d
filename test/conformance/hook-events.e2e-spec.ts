/** Hooks that tell: every captured body of three clients, and what `binnacle connect` writes, run as the clients run it. */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { clientConfiguration, HOOK_CLIENTS, HOOK_NAMES, type HookClient, type JsonMembers } from '@binnacle/connect';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { capturedHook } from '../support/hooks.js';
import { TestServer } from '../support/server.js';

const CAPTURED = readdirSync(path.resolve(import.meta.dirname, '../fixtures/hooks')).flatMap((file) => {
  const [, name = '', client = ''] = /^hook-((claude-code|codex|gemini)\..*)\.request\.json$/.exec(file) ?? [];
  return name ? [{ name, client: client as HookClient }] : [];
});

interface Told {
  readonly id: string;
  readonly type: string;
  readonly agent_id: string;
  readonly payload: Record<string, unknown>;
}

describe('hooks that tell', () => {
  let database: TestDatabase;
  let server: TestServer;
  beforeAll(async () => {
    database = await createTestDatabase();
    server = await TestServer.start({ databaseUrl: database.url });
  });
  afterAll(async () => {
    await server?.stop();
    await database?.drop();
  });

  let count = 0;
  const session = () => `hook-events-${count++}`;
  const told = async (of: string) =>
    (await server.json<{ data: Told[] }>(`/api/v1/events?session_id=${of}&order=asc&limit=100`)).data;
  const post = async (client: string, body: unknown) => {
    const answer = await fetch(`${server.url}/hooks/${client}?hold=none`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    return [answer.status, await answer.json()];
  };

  it('has bodies of all three clients', () => {
    expect(new Set(CAPTURED.map(({ client }) => client))).toEqual(new Set(HOOK_CLIENTS));
    expect(CAPTURED.length).toBeGreaterThanOrEqual(30);
  });

  it.each(CAPTURED)('$name is one event of its own kind, also when it is told twice', async ({ name, client }) => {
    const of = session();
    const body = { ...capturedHook(name), session_id: of };
    expect(await post(client, body)).toEqual([200, {}]);
    const [event, ...others] = await told(of);
    expect(others).toEqual([]);
    expect(event).toMatchObject({ payload: { source: client, hook: capturedHook(name).hook_event_name } });
    expect(event?.type).not.toBe('raw:hook');
    if (!event?.id.startsWith('fact-')) return;
    await post(client, body);
    expect(await told(of)).toHaveLength(1);
  });

  it.each(HOOK_CLIENTS)('keeps a hook of %s that it does not know, whole and hidden', async (client) => {
    const of = session();
    await post(client, { session_id: of, hook_event_name: 'BrandNew', fresh: { deep: [1, 'two'] } });
    expect(await told(of)).toMatchObject([
      { type: 'raw:hook', payload: { hook: 'BrandNew', hidden: true, fresh: { deep: [1, 'two'] } } },
    ]);
  });

  describe.each(HOOK_CLIENTS)('the settings for %s', (client) => {
    const { observed, held } = HOOK_NAMES[client];

    it.each([...observed, ...held])('tell of %s', async (hook) => {
      const of = session();
      const output = await run(client, hook, { url: server.url, key: 'bk_not_asked_for' }, { session_id: of });
      expect(await told(of)).toMatchObject([{ payload: { hook, source: client } }]);
      expect(output === '' || JSON.parse(output)).toEqual(output === '' ? true : {});
    });
  });

  it('neither fail nor say anything while no server is there', async () => {
    for (const [client, hook] of [
      ['claude-code', 'SessionStart'],
      ['codex', 'Stop'],
      ['gemini', 'AfterModel'],
      ['gemini', 'BeforeTool'],
    ] as const) {
      expect(await run(client, hook, { url: 'http://127.0.0.1:9' }, {})).toBe('');
    }
  });

  /** Runs one hook of the written settings as the client would. @returns what the client reads */
  async function run(
    client: HookClient,
    hook: string,
    options: { readonly url: string; readonly key?: string },
    fields: object,
  ): Promise<string> {
    const [addition] = clientConfiguration(client, { ...options, hold: 'none' });
    if (addition?.format !== 'json') throw new Error('the hooks come first');
    const hooks = addition.members.hooks as Readonly<Record<string, readonly { hooks: readonly JsonMembers[] }[]>>;
    const handler = hooks[hook]?.[0]?.hooks[0];
    const body = JSON.stringify({ hook_event_name: hook, cwd: '/work', tool_name: 'Bash', tool_input: {}, ...fields });
    if (handler?.type === 'http') {
      const headers = { 'content-type': 'application/json', ...(handler.headers as Record<string, string>) };
      const answer = await fetch(String(handler.url), { method: 'POST', headers, body });
      expect(answer.status).toBe(200);
      return answer.text();
    }
    const shell = spawn('sh', ['-c', String(handler?.command)], { stdio: ['pipe', 'pipe', 'pipe'] });
    shell.stdin.on('error', () => undefined).end(body);
    const [output, complaints, code] = await Promise.all([
      text(shell.stdout),
      text(shell.stderr),
      new Promise((resolve) => shell.once('close', resolve)),
    ]);
    expect([complaints, code]).toEqual(['', 0]);
    return output;
  }
});
