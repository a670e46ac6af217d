/** SIGTERM while a thousand streams are open: they end, what is in flight is answered, and the process is gone in time. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { HookClient } from '../support/hooks.js';
import { connectMcp, ERAS } from '../support/mcp-clients.js';
import { Asking } from '../support/questions.js';
import { TestServer } from '../support/server.js';
import { SseClient } from '../support/sse-client.js';

const STREAMS = 1_000;
/** More than this, and orchestrators kill. */
const STOP_WITHIN_MS = 10_000;
const AT_ONCE = 50;

describe('a server with a thousand streams', () => {
  let database: TestDatabase;
  let server: TestServer;
  beforeAll(async () => {
    database = await createTestDatabase();
    server = await TestServer.start({ databaseUrl: database.url });
  }, 120_000);
  afterAll(async () => {
    await server?.stop();
    await database?.drop();
  });

  it('stops within ten seconds of SIGTERM; every stream ends, a long-poll is answered, nothing is lost', async () => {
    const streams: SseClient[] = [];
    for (let opened = 0; opened < STREAMS; opened += AT_ONCE) {
      const paths = Array.from({ length: AT_ONCE }, (_, index) => (index % 2 ? '/events' : '/api/v1/events/stream'));
      streams.push(...(await Promise.all(paths.map((path) => SseClient.open(`${server.url}${path}`)))));
    }
    await server.send({
      id: 'asked',
      type: 'agent:blocked',
      agent_id: 'a',
      payload: { msg_id: 'm', question: 'Go on?' },
    });
    const poll = server.get('/api/v1/questions/asked?wait=30').then(({ status }) => status);
    const sent = await server.send({ id: 'last', type: 'agent:started' });
    expect(sent.accepted).toBe(1);
    const started = performance.now();
    const code = await server.stop('SIGTERM');
    const took = performance.now() - started;
    expect(code).toBe(0);
    expect(took).toBeLessThan(STOP_WITHIN_MS);
    expect([200, 503]).toContain(await poll);
    expect(streams.filter(({ ended }) => !ended)).toEqual([]);
    server = await TestServer.start({ databaseUrl: database.url });
    expect((await server.get('/api/v1/events/last')).status).toBe(200);
  }, 240_000);
});

describe('a server that people are asked by', () => {
  let database: TestDatabase;
  let server: TestServer;
  beforeAll(async () => {
    database = await createTestDatabase();
    server = await TestServer.start({ databaseUrl: database.url });
  }, 120_000);
  afterAll(async () => {
    await server?.stop();
    await database?.drop();
  });

  it('answers all who wait when it stops, each so that it can go on, and keeps what can still be answered', async () => {
    const asking = new Asking(server);
    const openQuestions = async (query: string) =>
      (await server.json<{ data: { agent_id: string }[] }>(`/api/v1/questions?state=open${query}`)).data;
    const { id } = await asking.ask({ question: 'Go on?', agent_id: 'poller' });

    const hooks = {
      claudeCall: new HookClient(server, 'claude-code', 'claude-call', 'hold=Bash&timeout=300').send('PreToolUse.Bash'),
      claudePrompt: new HookClient(server, 'claude-code', 'claude-prompt', 'timeout=300').send(
        'PermissionRequest.Bash',
      ),
      codexCall: new HookClient(server, 'codex', 'codex-call', 'hold=Bash&timeout=300').send('PreToolUse.Bash'),
      geminiCall: new HookClient(server, 'gemini', 'gemini-call', 'hold=*&timeout=300').send(
        'BeforeTool.run_shell_command',
      ),
    };
    const poll = asking.call('GET', `/api/v1/questions/${id}?wait=55`);
    const messages = asking.call('GET', '/api/v1/agents/poller/messages?wait=55');
    const clients = await Promise.all(
      ERAS.map((era, index) => connectMcp(era, new URL(`${server.url}/mcp?agent=mcp-${index}`))),
    );
    const calls = clients.map((client) => client.call('ask_human', { question: 'Go?' }));
    while ((await openQuestions('')).length < 1 + Object.keys(hooks).length + clients.length)
      await new Promise((resolve) => setTimeout(resolve, 50));

    const started = performance.now();
    expect(await server.stop('SIGTERM')).toBe(0);
    expect(performance.now() - started).toBeLessThan(STOP_WITHIN_MS);

    const why = expect.stringMatching(/nobody answered|Binnacle/);
    const denied = { hookEventName: 'PreToolUse', permissionDecision: 'deny', permissionDecisionReason: why };
    expect(await hooks.claudeCall).toEqual({ hookSpecificOutput: denied });
    expect(await hooks.codexCall).toEqual({ hookSpecificOutput: denied });
    expect(await hooks.geminiCall).toEqual({ decision: 'deny', reason: why });
    // The terminal asks its user itself.
    expect(await hooks.claudePrompt).toEqual({});
    expect(await poll).toEqual([200, expect.objectContaining({ id, state: 'open' })]);
    expect(await messages).toEqual([200, { data: [] }]);
    for (const called of await Promise.all(calls))
      expect(called).toMatchObject({ structuredContent: { status: 'pending', question_id: expect.any(String) } });
    await Promise.all(clients.map((client) => client.close()));

    server = await TestServer.start({ databaseUrl: database.url });
    expect((await openQuestions('')).map(({ agent_id }) => agent_id).sort()).toEqual(['mcp-0', 'mcp-1', 'poller']);
    const next = new Asking(server);
    await next.answer(id, { answer: 'yes' });
    expect(await next.wait(id, 5)).toMatchObject({ state: 'answered', answer: 'yes' });
  }, 180_000);
});
