import { failed, traceOf } from '../testing/trace-of.fixture.js';

const session = { 'traceloop.association.properties.session_id': 's-trip', 'traceloop.workflow.name': 'trip' };

export const OPENLLMETRY_TRACE = traceOf(
  { name: 'openllmetry', scope: 'opentelemetry.instrumentation.langchain', resource: { 'service.name': 'trips' } },
  {
    name: 'trip.workflow',
    attributes: { ...session, 'traceloop.span.kind': 'workflow', 'traceloop.entity.name': 'trip' },
    below: [
      {
        name: 'planner.agent',
        attributes: {
          ...session,
          'traceloop.span.kind': 'agent',
          'traceloop.entity.name': 'planner',
          'traceloop.entity.input': JSON.stringify({
            inputs: { messages: [{ type: 'human', content: 'To Bergen' }] },
            tags: [],
            metadata: {},
            kwargs: { name: 'planner' },
          }),
          'traceloop.entity.output': JSON.stringify({
            outputs: {
              messages: [
                { type: 'human', content: 'To Bergen' },
                { type: 'ai', content: 'Take the train.' },
              ],
            },
            kwargs: { tags: [] },
          }),
        },
        below: [
          {
            name: 'ChatOpenAI.chat',
            attributes: {
              ...session,
              'gen_ai.system': 'openai',
              'llm.request.type': 'chat',
              'gen_ai.request.model': 'gpt-4o',
              'gen_ai.prompt.0.role': 'user',
              'gen_ai.prompt.0.content': 'To Bergen',
              'gen_ai.completion.0.content': 'Take the train.',
              'gen_ai.usage.input_tokens': 9,
              'gen_ai.usage.output_tokens': 5,
              'gen_ai.usage.cache_read_input_tokens': 4,
              'gen_ai.usage.reasoning_tokens': 3,
              'llm.usage.total_tokens': 14,
            },
          },
          {
            name: 'timetable.tool',
            attributes: { ...session, 'traceloop.span.kind': 'tool', 'traceloop.entity.name': 'timetable' },
            status: failed('closed'),
          },
        ],
      },
    ],
  },
);

/** Before it took the names of the conventions. */
export const OPENLLMETRY_OLD_TRACE = traceOf(
  { name: 'openllmetry-old', scope: 'opentelemetry.instrumentation.openai' },
  {
    name: 'openai.chat',
    attributes: {
      'llm.vendor': 'OpenAI',
      'llm.request.type': 'chat',
      'llm.request.model': 'gpt-3.5-turbo',
      'llm.response.model': 'gpt-3.5-turbo-0613',
      'llm.prompts.0.role': 'user',
      'llm.prompts.0.content': 'Hi',
      'llm.completions.0.role': 'assistant',
      'llm.completions.0.content': 'Hello',
      'llm.usage.prompt_tokens': 8,
      'llm.usage.completion_tokens': 2,
      'llm.usage.total_tokens': 10,
    },
  },
);
