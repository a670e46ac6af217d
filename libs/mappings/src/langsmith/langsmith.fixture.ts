import type { JsonObject } from '@binnacle/plugin-kit';
import { failed, traceOf } from '../testing/trace-of.fixture.js';

const run = (kind: string, more: JsonObject = {}): JsonObject => ({
  'langsmith.span.kind': kind,
  'langsmith.trace.session_name': 'default',
  'langsmith.metadata.thread_id': 'thread-7',
  'gen_ai.system': 'langchain',
  ...more,
});
const human = {
  lc: 1,
  type: 'constructor',
  id: ['langchain', 'schema', 'messages', 'HumanMessage'],
  kwargs: { content: 'Book a table', type: 'human' },
};

/** A graph of LangGraph: a node that calls a model, and one that calls tools. */
export const LANGGRAPH_TRACE = traceOf(
  { name: 'langgraph', scope: 'langsmith', resource: { 'service.name': 'langgraph-app' } },
  {
    name: 'LangGraph',
    attributes: run('chain', {
      'gen_ai.operation.name': 'chain',
      'gen_ai.prompt': JSON.stringify({ messages: [human] }),
    }),
    below: [
      {
        name: 'agent',
        attributes: run('chain', { 'gen_ai.operation.name': 'chain', 'langsmith.metadata.langgraph_node': 'agent' }),
        below: [
          {
            name: 'ChatOpenAI',
            attributes: run('llm', {
              'gen_ai.operation.name': 'chat',
              'gen_ai.system': 'openai',
              'langsmith.metadata.ls_provider': 'openai',
              'langsmith.metadata.ls_model_name': 'gpt-4o',
              'gen_ai.request.temperature': 0.2,
              'gen_ai.usage.input_tokens': 40,
              'gen_ai.usage.output_tokens': 9,
              'gen_ai.usage.input_token_details': "{'audio': 0, 'cache_read': 32}",
              'gen_ai.usage.output_token_details': "{'reasoning': 3}",
              'gen_ai.prompt': JSON.stringify({ messages: [[human]] }),
              'gen_ai.completion': JSON.stringify({
                generations: [[{ text: 'At seven?', message: { kwargs: { content: 'At seven?', type: 'ai' } } }]],
              }),
            }),
          },
        ],
      },
      {
        name: 'book_table',
        attributes: run('tool', {
          'gen_ai.operation.name': 'execute_tool',
          'gen_ai.prompt': '{"input":"{\\"hour\\":19}"}',
          'gen_ai.completion': JSON.stringify({ output: { content: 'booked', type: 'tool', tool_call_id: 'call_9' } }),
        }),
      },
      {
        name: 'VectorStoreRetriever',
        attributes: run('retriever', { 'gen_ai.operation.name': 'embeddings', 'gen_ai.prompt': '{"query":"tables"}' }),
        status: failed(''),
        events: [{ name: 'exception', attributes: { 'exception.message': 'index is gone' } }],
      },
    ],
  },
);
