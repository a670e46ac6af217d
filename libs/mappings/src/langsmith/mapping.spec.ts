import { spanOf } from '@binnacle/plugin-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { only, told, typesOf } from '../testing/read-by-order.fixture.js';
import { LANGGRAPH_TRACE } from './langsmith.fixture.js';

describe('LangGraph, exported by LangSmith', () => {
  const events = told(...LANGGRAPH_TRACE);

  it('is a graph with its nodes, in the session of its thread', () => {
    expect(typesOf(events)).toEqual([
      'graph:started',
      'graph:completed',
      'graph:progress',
      'graph:progress',
      'model:request',
      'model:response',
      'tool:started',
      'tool:completed',
      'tool:started',
      'tool:failed',
    ]);
    expect(new Set(events.map(({ sessionId }) => sessionId))).toEqual(new Set(['thread-7']));
    expect(only(events, 'graph:started')).toMatchObject({ label: 'LangGraph' });
    expect(events[2]?.payload).toMatchObject({ label: 'agent', state: 'started' });
  });

  it('counts what a call cost, cached and reasoning tokens from the text of Python too', () => {
    expect(only(events, 'model:request')).toMatchObject({ model: 'gpt-4o', provider: 'openai', temperature: 0.2 });
    expect(only(events, 'model:response')).toMatchObject({
      input_tokens: 40,
      output_tokens: 9,
      cache_read_tokens: 32,
      reasoning_tokens: 3,
    });
    expect(JSON.stringify(only(events, 'model:response').output)).toContain('At seven?');
  });

  it('tells what a tool was given and what it gave, and why a retriever failed', () => {
    const [table, retriever] = events.filter(({ type }) => type === 'tool:started');
    expect(table?.payload).toMatchObject({ tool_name: 'book_table', tool_use_id: 'call_9', input: { hour: 19 } });
    expect(only(events, 'tool:completed')).toMatchObject({ output: 'booked' });
    expect(retriever?.payload).toMatchObject({ tool_name: 'VectorStoreRetriever', tool_type: 'retrieval' });
    expect(only(events, 'tool:failed')).toMatchObject({ error: 'index is gone' });
  });

  it('is the run of an agent where one was made and the run is called like it', () => {
    const attributes = { 'langsmith.span.kind': 'chain', 'langsmith.metadata.lc_agent_name': 'waiter' };
    const run = (name: string) => told(spanOf({ name, parentSpanId: '', attributes }));
    expect(typesOf(run('waiter'))).toEqual(['agent:started', 'agent:completed']);
    expect(run('model_request')).toMatchObject([{ type: 'graph:started', agentId: 'waiter' }, {}]);
  });
});
