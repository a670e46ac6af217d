/** What real clients sent, through the mappings into an archive: each fact once, with whose it is. */
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { JsonObject, OtlpRecord, WireEventInput } from '@binnacle/events';
import { hookEvent } from '@binnacle/ingest';
import { logOf, spanOf } from '@binnacle/plugin-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '../browser/client/until.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { captured } from '../support/otlp-json.js';
import { startMapper, type TestMapper } from '../support/telemetry.js';

const HOOKS = path.resolve(import.meta.dirname, '../fixtures/hooks');
const SESSION = '8cc07b5b-a7a2-49a2-ab58-74cae4a13825';

describe('OpenTelemetry of', () => {
  let database: TestDatabase;
  let telemetry: TestMapper;
  beforeAll(async () => {
    database = await createTestDatabase();
    telemetry = await startMapper(database.url, { holdMs: 1 });
  });
  afterAll(async () => {
    await telemetry?.close();
    await database?.drop();
  });
  const mapped = async (...requests: OtlpRecord[][]) => {
    const project = randomUUID();
    for (const records of requests) {
      expect(await telemetry.mapper.accept(records, project)).toMatchObject({ rejected: 0, message: '' });
    }
    await until('nothing is held', async () => (await telemetry.held(project)) === 0);
    return (await telemetry.events(project)).sort((a, b) => (a.timestamp < b.timestamp ? -1 : 1));
  };
  const shown = (events: Awaited<ReturnType<typeof mapped>>) =>
    events.filter(({ type }) => !type.startsWith('otel:')).map(({ type }) => type);

  it('OpenTelemetry JS: an agent, its model call, and its tool that failed', async () => {
    const events = await mapped(captured('otlp-traces-json-node.01'));
    expect(shown(events).sort()).toEqual(
      ['agent:started', 'agent:completed', 'model:request', 'model:response', 'tool:started', 'tool:failed'].sort(),
    );
    for (const { agentId, sessionId, graphId } of events) {
      expect([agentId, sessionId, graphId]).toEqual(['asst_5j66', 'conv_42', '9fe3583ebc9fbe472e731a1a77c48dca']);
    }
    expect(events.find(({ type }) => type === 'tool:failed')?.payload).toMatchObject({
      tool_name: 'get_weather',
      tool_use_id: 'call_1',
    });
    expect(events.find(({ type }) => type === 'model:response')?.payload).toMatchObject({
      model: 'gpt-4o-2024-08-06',
      input_tokens: 120,
      output_tokens: 17,
    });
  });

  it('the AI SDK 7: its steps and model calls are those of the agent that it names', async () => {
    const events = await mapped(captured('vercel-ai-sdk7-genai.01'));
    expect(new Set(events.map(({ agentId }) => agentId))).toEqual(new Set(['trip-planner']));
    const tokens = events.map(({ payload }) => Number((payload as { input_tokens?: number }).input_tokens ?? 0));
    expect(tokens.reduce((a, b) => a + b, 0)).toBe(22);
    expect(shown(events).filter((type) => type.startsWith('tool:'))).toEqual(['tool:started', 'tool:completed']);
  });

  const hooks = (): WireEventInput[] =>
    readdirSync(HOOKS)
      .filter((name) => name.startsWith('hook-claude-code.'))
      .flatMap((name) => hookEvent('claude-code', JSON.parse(readFileSync(path.join(HOOKS, name), 'utf8'))) ?? []);

  it.each([
    ['logs, then spans, then metrics', ['02', '01', '03']],
    ['metrics, then spans, then logs', ['03', '01', '02']],
  ])('Claude Code, %s: one session, every call once', async (_, order) => {
    const events = await mapped(...order.map((part) => captured(`claude-code-otel-json.${part}`)));
    const visible = events.filter(({ type }) => !type.startsWith('otel:'));
    expect(new Set(visible.map(({ sessionId }) => sessionId))).toEqual(new Set([SESSION]));
    const count = (type: string) => visible.filter((event) => event.type === type).length;
    expect({
      prompts: count('user:message'),
      requests: count('model:request'),
      responses: count('model:response'),
      called: count('tool:called'),
      started: count('tool:started'),
      completed: count('tool:completed'),
      failed: count('tool:failed'),
      subagents: visible.filter(({ type, agentId }) => type === 'agent:completed' && agentId === 'ae1a77056de64d146')
        .length,
    }).toEqual({
      prompts: 2,
      requests: 6,
      responses: 6,
      called: 3,
      started: 3,
      completed: 2,
      failed: 1,
      subagents: 1,
    });
    // The sums of the same calls are not told beside them.
    if (order[2] === '03') expect(count('model:usage')).toBe(0);
  });

  it('Claude Code by hooks, logs, spans and metrics: one session of one agent, and its subagent', async () => {
    const project = randomUUID();
    const told = hooks();
    const bySession = told.filter(({ session_id }) => session_id === SESSION);
    expect(bySession.length).toBeGreaterThan(3);
    for (const part of ['01', '02', '03']) {
      await telemetry.mapper.accept(captured(`claude-code-otel-json.${part}`), project);
    }
    await until('nothing is held', async () => (await telemetry.held(project)) === 0);
    const events = await telemetry.events(project);
    const agents = new Set([...events.map(({ agentId }) => agentId), ...bySession.map(({ agent_id }) => agent_id)]);
    expect(agents).toEqual(new Set(['claude-code:8cc07b5b', 'ae1a77056de64d146']));
    expect(new Set(events.map(({ sessionId }) => sessionId))).toEqual(new Set([SESSION]));
  });

  it('Claude Code beside its hooks: what both tell is one event', async () => {
    const project = randomUUID();
    const told = hooks();
    const fromHooks = new Map(told.map(({ id, type }) => [id, type]));
    for (const part of ['01', '02']) await telemetry.mapper.accept(captured(`claude-code-otel-json.${part}`), project);
    const ids = new Set((await telemetry.events(project)).map(({ id }) => id));
    const both = [...fromHooks].flatMap(([id, type]) => (id && ids.has(id) ? [type] : []));
    expect(both.sort()).toEqual([
      'agent:completed',
      'tool:called',
      'tool:called',
      'tool:called',
      'tool:completed',
      'tool:completed',
      'tool:failed',
      'user:message',
    ]);
  });

  const GEMINI = { 'service.name': 'gemini-cli', 'session.id': 'd916fa1a-cfd9-4856-ab1b-99cca2aa2275' };
  const TRACE = 'ef07f5b6000000000000000000000001';
  /** One turn as Gemini CLI 0.61 tells it: the record of an answer that was streamed is written outside of its span. */
  const turnOfGemini = (): readonly OtlpRecord[][] => {
    const conversation = { 'gen_ai.conversation.id': GEMINI['session.id'], 'gen_ai.agent.name': 'gemini-cli' };
    const span = (spanId: string, operation: string, attributes: JsonObject, parentSpanId = '') =>
      spanOf({
        spanId,
        parentSpanId,
        traceId: TRACE,
        name: operation,
        resource: GEMINI,
        attributes: { 'gen_ai.operation.name': operation, ...conversation, ...attributes },
      });
    const log = (name: string, ms: number, attributes: JsonObject, spanId = '') =>
      logOf({
        spanId,
        traceId: spanId && TRACE,
        resource: GEMINI,
        timeNs: BigInt(Date.UTC(2026, 10, 27, 12) + ms) * 1_000_000n,
        attributes: { 'event.name': `gemini_cli.${name}`, ...attributes },
      });
    return [
      [
        log('user_prompt', 0, { prompt: 'say hi', prompt_id: 'p1' }),
        log('api_request', 10, { model: 'gemini-2.5-pro', prompt_id: 'p1' }, 'a000000000000001'),
        log('api_response', 110, { model: 'gemini-2.5-pro', input_token_count: 900, output_token_count: 20 }),
        log(
          'tool_call',
          500,
          { function_name: 'ls', function_args: '{"path":"/"}', success: true, duration_ms: 339 },
          'a000000000000002',
        ),
      ],
      [
        span('a000000000000001', 'llm_call', { 'gen_ai.request.model': 'gemini-2.5-pro' }),
        span('a000000000000003', 'tool_call', { 'gen_ai.tool.name': 'ls' }, 'a000000000000002'),
        span('a000000000000002', 'schedule_tool_calls', {}),
      ],
    ];
  };

  it.each([
    ['log records, then spans', 0],
    ['spans, then log records', 1],
  ])('Gemini CLI, %s: a turn with every call once', async (_, first) => {
    const requests = turnOfGemini();
    const events = await mapped([...(requests[first] ?? [])], [...(requests[1 - first] ?? [])]);
    expect(shown(events).sort()).toEqual(
      ['user:message', 'model:request', 'model:response', 'tool:called', 'tool:completed'].sort(),
    );
    const [called, completed] = ['tool:called', 'tool:completed'].map((type) =>
      events.find((one) => one.type === type),
    );
    expect(called).toMatchObject({ timestamp: '2026-11-27T12:00:00.161Z', payload: { input: { path: '/' } } });
    expect(completed).toMatchObject({ timestamp: '2026-11-27T12:00:00.500Z', payload: { duration_ms: 339 } });
  });

  it('Codex beside its hooks: it begins once, and calls once', async () => {
    const session_id = randomUUID();
    const call = { tool_name: 'Bash', tool_use_id: 'call_1' };
    const told = [
      { hook_event_name: 'SessionStart', source: 'startup' },
      { hook_event_name: 'PreToolUse', ...call },
      { hook_event_name: 'PostToolUse', ...call },
    ].map((body) => hookEvent('codex', { session_id, ...body }));
    const log = (name: string, attributes: JsonObject = {}) =>
      logOf({
        resource: { 'service.name': 'codex_exec' },
        attributes: { 'event.name': `codex.${name}`, 'conversation.id': session_id, call_id: 'call_1', ...attributes },
      });
    const events = await mapped([
      log('conversation_starts'),
      log('tool_decision', { decision: 'approved' }),
      log('tool_result', { success: 'true' }),
    ]);
    expect(events.map(({ id }) => id).sort()).toEqual(told.map((event) => event?.id).sort());
    // A session that is resumed begins again.
    const resumed = { session_id, hook_event_name: 'SessionStart', source: 'resume' };
    expect(hookEvent('codex', resumed)?.id).toBeUndefined();
  });

  it('Claude Code by metrics alone: its tokens and cost are told', async () => {
    const events = await mapped(captured('claude-code-otel-json.03'));
    const usage = events.filter(({ type }) => type === 'model:usage').map(({ payload }) => payload);
    expect(usage.some((payload) => Number(payload.cost_usd) > 0)).toBe(true);
    expect(usage.some((payload) => Number(payload.input_tokens) > 0)).toBe(true);
    expect(shown(events).every((type) => type === 'model:usage')).toBe(true);
  });
});
