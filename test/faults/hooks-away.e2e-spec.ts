/** A hook that asks while the database is away: what has to be approved does not run, what can be answered elsewhere is. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { HookClient } from '../support/hooks.js';
import { TestServer } from '../support/server.js';
import { TcpProxy } from '../support/tcp-proxy.js';

describe('hooks that ask while the database is away', () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  let server: TestServer;
  beforeAll(async () => {
    database = await createTestDatabase();
    proxy = await TcpProxy.inFrontOf(database.url);
    server = await TestServer.start({ databaseUrl: proxy.url });
  });
  afterAll(async () => {
    await server?.stop();
    await proxy?.close();
    await database?.drop();
  });

  it('refuses calls and leaves prompts to the terminal, those it holds and new ones', async () => {
    const held = [
      new HookClient(server, 'claude-code', 'held-call', 'hold=Bash&timeout=4'),
      new HookClient(server, 'claude-code', 'held-prompt', 'timeout=4'),
    ] as const;
    const answers = [held[0].send('PreToolUse.Bash'), held[1].send('PermissionRequest.Bash')];
    await Promise.all(held.map((client) => client.question()));
    proxy.fault = () => 'refuse';
    const fresh = [
      new HookClient(server, 'gemini', 'new-call', 'hold=*&timeout=4').send('BeforeTool.run_shell_command'),
      new HookClient(server, 'codex', 'new-seen-call').send('PreToolUse.Bash'),
    ];
    const because = expect.stringContaining('Binnacle could not ask anybody');
    expect(await Promise.all([...answers, ...fresh])).toEqual([
      {
        hookSpecificOutput: {
          hookEventName: 'PreToolUse',
          permissionDecision: 'deny',
          permissionDecisionReason: because,
        },
      },
      {},
      { decision: 'deny', reason: because },
      {},
    ]);
  }, 30_000);
});
