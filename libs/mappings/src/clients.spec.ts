/** Each convention by records written from its specification. */
import type { JsonObject, Mapped } from '@binnacle/plugin-kit';
import { logOf, mapRecord, metricOf, spanOf } from '@binnacle/plugin-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { aiSdk, claudeCode, codex, geminiCli, openInference, traceloop } from './index.js';

const typesOf = (mapped: Mapped | undefined) => mapped?.events.map(({ type }) => type);
const payloads = (mapped: Mapped | undefined) => mapped?.events.map(({ payload }) => payload);

describe('OpenInference', () => {
  const span = (attributes: JsonObject, parentSpanId = 'b7ad6b7169203330') =>
    mapRecord(openInference, spanOf({ name: 'Step', parentSpanId, attributes }));

  it.each([
    ['LLM', ['model:request', 'model:response']],
    ['EMBEDDING', ['model:request', 'model:response']],
    ['TOOL', ['tool:started', 'tool:completed']],
    ['RETRIEVER', ['tool:started', 'tool:completed']],
    ['AGENT', ['agent:started', 'agent:completed']],
    ['CHAIN', ['graph:progress', 'graph:progress']],
  ])('%s is %j', (kind, types) => {
    expect(typesOf(span({ 'openinference.span.kind': kind }))).toEqual(types);
  });

  it('CHAIN at the root is the graph', () => {
    expect(typesOf(span({ 'openinference.span.kind': 'CHAIN' }, ''))).toEqual(['graph:started', 'graph:completed']);
  });

  it('counts tokens, tells the cost it was given, and reads flattened messages', () => {
    const mapped = span({
      'openinference.span.kind': 'LLM',
      'llm.model_name': 'gpt-4o',
      'llm.token_count.prompt': '100',
      'llm.token_count.completion': 20,
      'llm.token_count.prompt_details.cache_read': 60,
      'llm.token_count.completion_details.reasoning': 5,
      'llm.cost.total': 0.01,
      'llm.input_messages.0.message.role': 'user',
      'llm.input_messages.0.message.content': 'Hi',
      'session.id': 's1',
    });
    expect(mapped?.sessionId).toBe('s1');
    expect(payloads(mapped)).toMatchObject([
      { model: 'gpt-4o', input: [{ 'message.role': 'user', 'message.content': 'Hi' }] },
      { input_tokens: 100, output_tokens: 20, cache_read_tokens: 60, reasoning_tokens: 5, cost_usd: 0.01 },
    ]);
  });

  it('reads values by their mime type', () => {
    const tool = (mime: string) =>
      payloads(
        span({
          'openinference.span.kind': 'TOOL',
          'tool.name': 'search',
          'input.value': '{"q":"x"}',
          'input.mime_type': mime,
        }),
      )?.[0];
    expect(tool('application/json')).toMatchObject({ tool_name: 'search', input: { q: 'x' } });
    expect(tool('text/plain')).toMatchObject({ input: '{"q":"x"}' });
  });
});

describe('AI SDK 5 and 6', () => {
  const span = (name: string, attributes: JsonObject = {}) =>
    mapRecord(aiSdk, spanOf({ name, attributes: { 'ai.operationId': name.split(' ')[0] ?? '', ...attributes } }));

  it.each([
    ['ai.generateText', ['agent:started', 'agent:completed']],
    ['ai.streamText my-function', ['agent:started', 'agent:completed']],
    ['ai.generateText.doGenerate', ['model:request', 'model:response']],
    ['ai.streamText.doStream', ['model:request', 'model:response']],
    ['ai.embed.doEmbed', ['model:request', 'model:response']],
    ['ai.toolCall', ['tool:started', 'tool:completed']],
  ])('%s is %j', (name, types) => {
    expect(typesOf(span(name))).toEqual(types);
  });

  it('names the function as agent and the session of its metadata, and sums nothing twice', () => {
    const run = span('ai.generateText', {
      'ai.telemetry.functionId': 'support',
      'ai.telemetry.metadata.sessionId': 's1',
      'ai.prompt': '{"messages":[{"role":"user","content":"Hi"}]}',
      'ai.response.text': 'Hello',
      'ai.usage.inputTokens': 9,
    });
    expect(run).toMatchObject({ agentId: 'support', sessionId: 's1', leads: true });
    expect(payloads(run)).toMatchObject([{ task: 'Hi' }, { result: 'Hello', usage: { input_tokens: 9 } }]);
    expect(payloads(run)?.[1]).not.toHaveProperty('input_tokens');
  });

  it.each([
    [{ 'ai.usage.promptTokens': 9, 'ai.usage.completionTokens': 3 }],
    [{ 'ai.usage.inputTokens': 9, 'ai.usage.outputTokens': 3 }],
  ])('counts tokens by the names of %j', (usage) => {
    const call = span('ai.generateText.doGenerate', { 'ai.model.id': 'gpt-4o', ...usage });
    expect(payloads(call)?.[1]).toMatchObject({ model: 'gpt-4o', input_tokens: 9, output_tokens: 3 });
  });

  it('reads the arguments and result of a tool', () => {
    const call = span('ai.toolCall', {
      'ai.toolCall.name': 'weather',
      'ai.toolCall.id': 'c1',
      'ai.toolCall.args': '{"city":"Paris"}',
      'ai.toolCall.result': '21',
    });
    expect(payloads(call)).toMatchObject([
      { tool_name: 'weather', tool_use_id: 'c1', input: { city: 'Paris' } },
      { output: '21' },
    ]);
  });
});

describe('OpenLLMetry', () => {
  it.each([
    ['workflow', ['graph:started', 'graph:completed']],
    ['task', ['graph:progress', 'graph:progress']],
    ['agent', ['agent:started', 'agent:completed']],
    ['tool', ['tool:started', 'tool:completed']],
  ])('%s is %j', (kind, types) => {
    const attributes = { 'traceloop.span.kind': kind, 'traceloop.entity.name': 'plan' };
    expect(typesOf(mapRecord(traceloop, spanOf({ parentSpanId: '1111111111111111', attributes })))).toEqual(types);
  });

  it('leads by the name of the agent, in the session of its associations', () => {
    const attributes = {
      'traceloop.span.kind': 'agent',
      'traceloop.entity.name': 'planner',
      'traceloop.association.properties.session_id': 's1',
    };
    expect(mapRecord(traceloop, spanOf({ attributes }))).toMatchObject({
      agentId: 'planner',
      sessionId: 's1',
      leads: true,
    });
  });
});

describe('Codex', () => {
  const log = (name: string, attributes: JsonObject = {}) =>
    mapRecord(
      codex,
      logOf({
        eventName: 'event otel/src/otel_manager.rs:1',
        resource: { 'service.name': 'codex_cli_rs' },
        attributes: { 'event.name': name, 'conversation.id': 'c1', ...attributes },
      }),
    );

  it('tells of the conversation, prompts, requests and answers', () => {
    expect(typesOf(log('codex.conversation_starts'))).toEqual(['agent:started']);
    expect(typesOf(log('codex.user_prompt'))).toEqual(['user:message']);
    expect(typesOf(log('codex.api_request'))).toEqual(['model:request']);
    expect(log('codex.sse_event', { 'event.kind': 'response.output_item.done' })).toBeUndefined();
    const done = log('codex.sse_event', {
      'event.kind': 'response.completed',
      model: 'gpt-5',
      input_token_count: '100',
      output_token_count: '20',
      cached_token_count: '60',
      reasoning_token_count: '5',
    });
    expect(done).toMatchObject({ sessionId: 'c1', agentId: 'codex_cli_rs' });
    expect(payloads(done)).toEqual([
      {
        model: 'gpt-5',
        input_tokens: 100,
        output_tokens: 20,
        cache_read_tokens: 60,
        reasoning_tokens: 5,
      },
    ]);
  });

  it('tells of tools by their call, and of success by its text', () => {
    const call = { tool_name: 'shell', call_id: 'call_1' };
    expect(log('codex.tool_decision', { ...call, decision: 'approved' })?.events).toMatchObject([
      { type: 'tool:called', fact: 'call_1' },
    ]);
    expect(typesOf(log('codex.tool_decision', { ...call, decision: 'denied' }))).toEqual([
      'tool:called',
      'tool:failed',
    ]);
    const ended = log('codex.tool_result', { ...call, success: 'true', duration_ms: '28', arguments: '{"c":1}' });
    expect(ended?.events).toMatchObject([
      { type: 'tool:completed', fact: 'call_1', payload: { duration_ms: 28, input: { c: 1 } } },
    ]);
    expect(typesOf(log('codex.tool_result', { ...call, success: 'false' }))).toEqual(['tool:failed']);
  });
});

describe('Gemini CLI', () => {
  const log = (name: string, attributes: JsonObject = {}) =>
    mapRecord(geminiCli, logOf({ attributes: { 'event.name': name, 'session.id': 's1', ...attributes } }));

  it('tells of prompts, requests, answers and tools', () => {
    expect(typesOf(log('gemini_cli.user_prompt', { prompt: 'Hi' }))).toEqual(['user:message']);
    expect(typesOf(log('gemini_cli.api_request'))).toEqual(['model:request']);
    expect(
      payloads(
        log('gemini_cli.api_response', {
          model: 'gemini-2.5-pro',
          input_token_count: 100,
          output_token_count: 20,
          cached_content_token_count: 60,
          thoughts_token_count: 5,
        }),
      ),
    ).toMatchObject([{ input_tokens: 100, output_tokens: 20, cache_read_tokens: 60, reasoning_tokens: 5 }]);
    expect(typesOf(log('gemini_cli.tool_call', { function_name: 'ls', success: true }))).toEqual([
      'tool:called',
      'tool:completed',
    ]);
    expect(typesOf(log('gemini_cli.tool_call', { function_name: 'ls', success: false }))).toEqual([
      'tool:called',
      'tool:failed',
    ]);
  });

  it('leaves what it does not know to others', () => {
    expect(log('gemini_cli.config')).toBeUndefined();
  });
});

describe('Claude Code', () => {
  const log = (name: string, attributes: JsonObject = {}) =>
    mapRecord(
      claudeCode,
      logOf({ body: `claude_code.${name}`, attributes: { 'session.id': 's1', 'event.name': name, ...attributes } }),
    );

  it('ends a tool that was refused', () => {
    expect(typesOf(log('tool_decision', { decision: 'reject', tool_use_id: 't1' }))).toEqual([
      'tool:called',
      'tool:failed',
    ]);
  });

  it('tells of an error of the model as its answer', () => {
    expect(payloads(log('api_error', { error: 'overloaded', status_code: '529' }))).toMatchObject([
      { error: 'overloaded', status_code: 529 },
    ]);
  });

  it('puts no running total, and no sum of a session that is not named, where sums are made', () => {
    const name = 'claude_code.cost.usage';
    const point = { name, value: 2, attributes: { 'session.id': 's1', model: 'm' } };
    expect(payloads(mapRecord(claudeCode, metricOf(point)))).toEqual([{ model: 'm', cost_usd: 2 }]);
    for (const other of [metricOf({ ...point, temporality: 2 }), metricOf({ ...point, attributes: { model: 'm' } })]) {
      expect(payloads(mapRecord(claudeCode, other))).toEqual([{ model: 'm', unsummed: { cost_usd: 2 }, hidden: true }]);
    }
    expect(mapRecord(claudeCode, metricOf({ name: 'claude_code.commit.count' }))).toBeUndefined();
  });
});
