/** Whose a call of MCP is when programs make it that say it in words of their own: Claude Code, Codex, Gemini CLI. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';

const CLAUDE_CODE = 'claude-code/2.1.197 (sdk-cli)';
const CODEX = 'codex-mcp-client/0.171.0';

describe('the MCP server, called by programs', () => {
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

  /** As these programs call, without a session: one request for a call. */
  const call = async (userAgent: string, tool: string, input: object, meta: object, query = '') => {
    const response = await fetch(`${server.url}/mcp${query}`, {
      method: 'POST',
      headers: {
        'user-agent': userAgent,
        accept: 'application/json, text/event-stream',
        'content-type': 'application/json',
        'mcp-protocol-version': '2025-11-25',
      },
      body: JSON.stringify({
        jsonrpc: '2.0',
        id: 2,
        method: 'tools/call',
        params: { name: tool, arguments: input, _meta: { progressToken: 2, ...meta } },
      }),
    });
    const data = (await response.text()).split('\n').filter((line) => line.startsWith('data: {'));
    const messages = data.map((line) => JSON.parse(line.slice(6)) as { id?: number; result?: Record<string, unknown> });
    return messages.find(({ id }) => id === 2)?.result?.structuredContent as Record<string, unknown> | undefined;
  };
  let count = 0;
  const asked = async (userAgent: string, meta: object, query?: string) => {
    const question = `Which colour, ${count++}?`;
    const result = await call(userAgent, 'ask_human', { question, wait_seconds: 0 }, meta, query);
    return server.json<Record<string, unknown>>(`/api/v1/questions/${String(result?.question_id)}`);
  };
  const hooked = async (client: string, session: string, callId: string) =>
    server.post(`/hooks/${client}`, {
      hook_event_name: 'PreToolUse',
      session_id: session,
      tool_name: 'mcp__binnacle__ask_human',
      tool_input: {},
      tool_use_id: callId,
    });

  it('finds the session of Claude Code by the call its hooks have told', async () => {
    const session = '8ec0381e-18b9-47a5-ab0b-82d3892dad6e';
    await hooked('claude-code', session, 'toolu_01');
    expect(await asked(CLAUDE_CODE, { 'claudecode/toolUseId': 'toolu_01' })).toMatchObject({
      agent_id: 'claude-code:8ec0381e',
      session_id: session,
      msg_id: 'toolu_01',
    });
  });

  it('hands Claude Code the messages that people sent to its session', async () => {
    await hooked('claude-code', '1f0c2d3e-18b9-47a5-ab0b-82d3892dad6e', 'toolu_02');
    await server.post('/api/v1/agents/claude-code:1f0c2d3e/messages', { text: 'Use the other branch' });
    const read = await call(CLAUDE_CODE, 'get_messages', {}, { 'claudecode/toolUseId': 'toolu_02' });
    expect(read).toMatchObject({ messages: [{ text: 'Use the other branch' }] });
  });

  it('knows the session of Codex without its hooks, and asks once for one call', async () => {
    const meta = { callId: 'call_7', sessionId: '01a21e1d-3652-7a41-9d09-72d38743a48c' };
    const first = await asked(CODEX, meta);
    expect(first).toMatchObject({ agent_id: 'codex:8743a48c', session_id: meta.sessionId, msg_id: 'call_7' });
  });

  it('calls an agent after its program when nothing says the session, and takes Codex’s words from Codex alone', async () => {
    expect(await asked(CLAUDE_CODE, { 'claudecode/toolUseId': 'toolu_never_told' })).toMatchObject({
      agent_id: 'mcp:claude-code',
      session_id: null,
    });
    expect(await asked('node', {}, '?client=gemini')).toMatchObject({ agent_id: 'mcp:gemini' });
    expect(await asked('node', { callId: 'toolu_01', sessionId: 'x' })).toMatchObject({
      agent_id: 'mcp:unknown',
      session_id: null,
    });
  });
});
