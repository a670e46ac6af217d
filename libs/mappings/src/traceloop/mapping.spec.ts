import type { JsonObject, JsonValue, Mapped } from '@binnacle/plugin-kit';
import { mapRecord, spanOf } from '@binnacle/plugin-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { typesOf as kindsOf, only, told } from '../testing/read-by-order.fixture.js';
import { traceloop } from './mapping.js';
import { OPENLLMETRY_OLD_TRACE, OPENLLMETRY_TRACE } from './traceloop.fixture.js';

const typesOf = (mapped: Mapped | undefined) => mapped?.events.map(({ type }) => type);

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

  it('names agents by their names: the id that LangChain is given is that of a run', () => {
    const attributes = {
      'traceloop.span.kind': 'workflow',
      'traceloop.entity.name': 'LangGraph',
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.name': 'LangGraph',
      'gen_ai.agent.id': '01a07c5f-1bdd-7281-94cd-8b69edc35287',
    };
    expect(mapRecord(traceloop, spanOf({ attributes }))).toMatchObject({ agentId: 'LangGraph' });
  });

  it('tells who hands over to whom', () => {
    const attributes = {
      'traceloop.span.kind': 'handoff',
      'gen_ai.handoff.from_agent': 'triage',
      'gen_ai.handoff.to_agent': 'refunds',
    };
    const mapped = mapRecord(traceloop, spanOf({ parentSpanId: '1111111111111111', attributes }));
    expect(mapped?.events.map(({ payload }) => payload.label)).toEqual(Array(2).fill('handoff: triage → refunds'));
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

  const tool = (attributes: JsonObject) =>
    told(spanOf({ name: 'find.tool', attributes: { 'traceloop.span.kind': 'tool', ...attributes } }));

  it.each<[JsonValue, JsonValue | undefined]>([
    [{ args: [], kwargs: { city: 'Bergen' } }, { city: 'Bergen' }],
    [{ args: ['Bergen'], kwargs: {} }, 'Bergen'],
    [{ args: ['{"city":"Bergen"}'] }, { city: 'Bergen' }],
    [
      { args: ['Bergen'], kwargs: { day: 2 } },
      { args: ['Bergen'], kwargs: { day: 2 } },
    ],
    [{ args: [], kwargs: {} }, undefined],
  ])('of a call with %j tells %j', (input, expected) => {
    const events = tool({ 'traceloop.entity.input': JSON.stringify(input), 'traceloop.entity.output': '"rain"' });
    expect(only(events, 'tool:started').input).toEqual(expected);
    expect(only(events, 'tool:completed')).toMatchObject({ output: 'rain' });
  });

  it('knows a tool of LangChain.js by its operation, and its name by what it answered', () => {
    const message = { lc: 1, kwargs: { name: 'find', content: 'rain', tool_call_id: 'call_1' } };
    const events = tool({
      'traceloop.span.kind': 'task',
      'gen_ai.operation.name': 'execute_tool',
      'traceloop.entity.name': 'DynamicStructuredTool',
      'traceloop.entity.output': JSON.stringify(message),
    });
    expect(only(events, 'tool:completed')).toMatchObject({ tool_name: 'find', tool_use_id: 'call_1', output: 'rain' });
    const workflow = { 'traceloop.span.kind': 'workflow', 'traceloop.workflow.name': 'LangGraph' };
    const [run] = told(spanOf({ name: 'workflow LangGraph', attributes: workflow }));
    expect(run).toMatchObject({ type: 'graph:started', payload: { label: 'LangGraph' } });
  });

  it('of Anthropic in JavaScript counts what came from the cache, as everybody else does', () => {
    const attributes = {
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'claude-sonnet-4-5',
      'gen_ai.usage.input_tokens': 100,
      'gen_ai.usage.cache_read.input_tokens': 800,
      'gen_ai.usage.cache_creation.input_tokens': 50,
    };
    const scope = (name: string) => ({ name, version: '', attributes: {} });
    const counted = (name: string) =>
      only(told(spanOf({ attributes, scope: scope(name) })), 'model:response').input_tokens;
    expect(counted('@traceloop/instrumentation-anthropic')).toBe(950);
    expect(counted('opentelemetry.instrumentation.anthropic')).toBe(100);
  });
});

describe('traces of OpenLLMetry', () => {
  it('tell what an agent was asked in whatever LangChain wraps it', () => {
    const events = told(...OPENLLMETRY_TRACE);
    expect(kindsOf(events)).toEqual([
      'graph:started',
      'graph:completed',
      'agent:started',
      'agent:completed',
      'model:request',
      'model:response',
      'tool:started',
      'tool:failed',
    ]);
    expect(events[2]).toMatchObject({ agentId: 'planner', sessionId: 's-trip', payload: { task: 'To Bergen' } });
    expect(only(events, 'agent:completed')).toMatchObject({ result: 'Take the train.' });
    expect(only(events, 'model:request')).toMatchObject({ input: [{ role: 'user', content: 'To Bergen' }] });
    expect(only(events, 'model:response')).toMatchObject({ reasoning_tokens: 3, cache_read_tokens: 4 });
    expect(only(events, 'tool:failed')).toMatchObject({ tool_name: 'timetable', error: 'closed' });
  });

  it('of its first versions are understood by their names for models, messages and tokens', () => {
    const events = told(...OPENLLMETRY_OLD_TRACE);
    expect(only(events, 'model:request')).toMatchObject({
      model: 'gpt-3.5-turbo',
      provider: 'OpenAI',
      input: [{ role: 'user', content: 'Hi' }],
    });
    expect(only(events, 'model:response')).toMatchObject({
      model: 'gpt-3.5-turbo-0613',
      input_tokens: 8,
      output_tokens: 2,
      output: [{ role: 'assistant', content: 'Hello' }],
    });
  });
});
