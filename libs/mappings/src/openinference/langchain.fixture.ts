import type { JsonObject } from '@binnacle/plugin-kit';
import { failed, traceOf } from '../testing/trace-of.fixture.js';

const run = (kind: string, more: JsonObject = {}): JsonObject => ({
  'openinference.span.kind': kind,
  metadata: '{"lc_agent_name":"gardener","thread_id":"bed-4"}',
  'session.id': 'bed-4',
  ...more,
});
const json = (side: 'input' | 'output', value: unknown): JsonObject => ({
  [`${side}.value`]: JSON.stringify(value),
  [`${side}.mime_type`]: 'application/json',
});
const message = (kind: string, kwargs: object) => ({
  lc: 1,
  type: 'constructor',
  id: ['langchain_core', 'messages', kind],
  kwargs,
});
const system = message('SystemMessage', { content: [{ type: 'text', text: 'You tend beds.' }] });
const human = message('HumanMessage', { content: 'Is it dry?' });
const answer = message('AIMessage', { content: 'Water it.' });

/** An agent of LangChain.js: its graph, a call in parts, a tool that answers and two that fail, each in its way. */
export const LANGCHAIN_JS_TRACE = traceOf(
  {
    name: 'langchain.js',
    scope: '@arizeai/openinference-instrumentation-langchain',
    resource: { 'service.name': 'farm' },
  },
  {
    name: 'gardener',
    attributes: run('CHAIN', {
      ...json('input', { messages: [{ role: 'user', content: 'Is it dry?' }] }),
      ...json('output', { messages: [human, answer] }),
    }),
    below: [
      {
        name: 'model_request',
        attributes: run('CHAIN'),
        below: [
          {
            name: 'ChatOpenAI',
            attributes: run('LLM', {
              ...json('input', { messages: [[system, human]] }),
              'llm.model_name': 'gpt-4o',
              'llm.input_messages.0.message.role': 'system',
              'llm.input_messages.1.message.role': 'user',
              'llm.input_messages.1.message.content': 'Is it dry?',
              'llm.output_messages.0.message.role': 'assistant',
              'llm.output_messages.0.message.content': 'Water it.',
            }),
          },
        ],
      },
      {
        name: 'moisture',
        attributes: run('TOOL', {
          'tool.name': 'moisture',
          'input.value': 'bed 4',
          'input.mime_type': 'text/plain',
          ...json('output', { output: message('ToolMessage', { content: '12 %', tool_call_id: 'call_1' }) }),
        }),
      },
      {
        name: 'forecast',
        attributes: run('TOOL', {
          'tool.name': 'forecast',
          ...json('output', {
            output: message('ToolMessage', { content: 'no station', tool_call_id: 'call_2', status: 'error' }),
          }),
        }),
      },
      {
        name: 'valve',
        attributes: run('TOOL', { 'tool.name': 'valve' }),
        status: failed(
          'it is stuck\n\nError: it is stuck\n    at open (file:///app/valve.js:3:9)\n    at run (file:///app/a.js:1:1)',
        ),
      },
    ],
  },
);
