import type { JsonObject, Mapped } from '@binnacle/plugin-kit';
import { mapRecord, spanOf } from '@binnacle/plugin-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { typesOf as kindsOf, only, told } from '../testing/read-by-order.fixture.js';
import { LANGCHAIN_JS_TRACE } from './langchain.fixture.js';
import { openInference } from './mapping.js';
import { CREWAI_TRACE, SMOLAGENTS_TRACE } from './openinference.fixture.js';

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
    ['PROMPT', ['graph:progress', 'graph:progress']],
    ['GUARDRAIL', ['tool:started', 'tool:completed']],
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
      { model: 'gpt-4o', input: [{ role: 'user', content: 'Hi' }] },
      { input_tokens: 100, output_tokens: 20, cache_read_tokens: 60, reasoning_tokens: 5, cost_usd: 0.01 },
    ]);
  });

  it('tells which tools a model was offered and what it was told to be apart from its parameters', () => {
    const parameters = {
      max_tokens: 50,
      system: 'Be brief.',
      tools: [{ name: 'search' }, { function: { name: 'add' } }],
    };
    const attributes = { 'openinference.span.kind': 'LLM', 'llm.invocation_parameters': JSON.stringify(parameters) };
    expect(payloads(span(attributes))?.[0]).toEqual({
      parameters: { max_tokens: 50 },
      system: 'Be brief.',
      tools: ['search', 'add'],
    });
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

describe('frameworks that OpenInference instruments', () => {
  it('CrewAI: the crew, its agents, what they were told', () => {
    const events = told(...CREWAI_TRACE);
    expect(kindsOf(events)).toEqual([
      'graph:started',
      'graph:completed',
      'agent:started',
      'agent:completed',
      'tool:started',
      'tool:completed',
    ]);
    expect(events[2]).toMatchObject({
      agentId: 'Researcher._execute_core',
      sessionId: 'crew-session',
      payload: { task: 'Find three sources' },
    });
    expect(only(events, 'tool:started')).toMatchObject({ tool_name: 'search', input: { q: 'fjords' } });
  });

  it('smolagents: steps and calls, with the message of a tool call in structure', () => {
    const events = told(...SMOLAGENTS_TRACE);
    expect(events[0]).toMatchObject({ type: 'agent:started', agentId: undefined, payload: { task: 'Add them' } });
    expect(only(events, 'model:request').input).toEqual([
      { role: 'user', contents: [{ type: 'text', text: 'Add them' }] },
    ]);
    expect(only(events, 'model:response')).toMatchObject({
      output: [{ role: 'assistant', tool_calls: [{ id: 'c1', function: { name: 'add', arguments: '{"a":1}' } }] }],
      finish_reasons: 'tool_calls',
    });
    expect(only(events, 'model:response')).not.toHaveProperty('total_tokens');
    expect(only(events, 'agent:failed')).toMatchObject({ error: 'out of steps' });
  });

  it('LangChain.js: an agent that was made and named, its steps below it', () => {
    const events = told(...LANGCHAIN_JS_TRACE);
    expect(kindsOf(events)).toEqual([
      'agent:started',
      'agent:completed',
      'graph:progress',
      'graph:progress',
      'model:request',
      'model:response',
      'tool:started',
      'tool:completed',
      'tool:started',
      'tool:failed',
      'tool:started',
      'tool:failed',
    ]);
    expect(new Set(events.map(({ agentId }) => agentId))).toEqual(new Set(['gardener']));
    expect(only(events, 'agent:started')).toMatchObject({ name: 'gardener', task: 'Is it dry?' });
    expect(only(events, 'agent:completed')).toMatchObject({ result: 'Water it.' });
  });

  it('LangChain.js: words of messages in parts, what a tool answered, and why it failed without where', () => {
    const events = told(...LANGCHAIN_JS_TRACE);
    expect(only(events, 'model:request').input).toEqual([
      { role: 'system', content: 'You tend beds.' },
      { role: 'user', content: 'Is it dry?' },
    ]);
    expect(only(events, 'tool:completed')).toMatchObject({ tool_use_id: 'call_1', output: '12 %' });
    expect(events.filter(({ type }) => type === 'tool:failed').map(({ payload }) => payload.error)).toEqual([
      'no station',
      'it is stuck',
    ]);
  });
});
