import { failed, traceOf } from '../testing/trace-of.fixture.js';

const kind = (name: string) => ({ 'openinference.span.kind': name });

export const CREWAI_TRACE = traceOf(
  { name: 'crewai', scope: 'openinference.instrumentation.crewai', resource: { 'service.name': 'unknown_service' } },
  {
    name: 'Crew_1.kickoff',
    attributes: { ...kind('CHAIN'), crew_key: 'k', metadata: '{"thread_id":"crew-session"}' },
    below: [
      {
        name: 'Researcher._execute_core',
        attributes: {
          ...kind('AGENT'),
          metadata: '{"thread_id":"crew-session"}',
          'input.value': '{"task":"Find three sources"}',
          'input.mime_type': 'application/json',
          'output.value': 'Here they are.',
        },
        below: [
          {
            name: 'search.run',
            attributes: {
              ...kind('TOOL'),
              'tool.name': 'search',
              'input.value': '{"q":"fjords"}',
              'output.value': '3 hits',
            },
          },
        ],
      },
    ],
  },
);

export const SMOLAGENTS_TRACE = traceOf(
  { name: 'smolagents', scope: 'openinference.instrumentation.smolagents', resource: { 'service.name': 'calculator' } },
  {
    name: 'CodeAgent.run',
    attributes: { ...kind('AGENT'), 'input.value': '{"task":"Add them","stream":false}', 'smolagents.max_steps': 5 },
    status: failed('out of steps'),
    below: [
      {
        name: 'Step 1',
        attributes: kind('CHAIN'),
        below: [
          {
            name: 'LiteLLMModel.generate',
            attributes: {
              ...kind('LLM'),
              'llm.model_name': 'gpt-4o',
              'llm.input_messages.0.message.role': 'user',
              'llm.input_messages.0.message.contents.0.message_content.type': 'text',
              'llm.input_messages.0.message.contents.0.message_content.text': 'Add them',
              'llm.output_messages.0.message.role': 'assistant',
              'llm.output_messages.0.message.tool_calls.0.tool_call.id': 'c1',
              'llm.output_messages.0.message.tool_calls.0.tool_call.function.name': 'add',
              'llm.output_messages.0.message.tool_calls.0.tool_call.function.arguments': '{"a":1}',
              'llm.finish_reason': 'tool_calls',
              'llm.token_count.prompt': 8,
              'llm.token_count.completion': 2,
              'llm.token_count.total': 10,
            },
          },
        ],
      },
    ],
  },
);
