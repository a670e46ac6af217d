import type { JsonObject } from '@binnacle/plugin-kit';
import { failed, traceOf } from '../testing/trace-of.fixture.js';

const ORIGIN = { scope: 'pydantic-ai', resource: { 'service.name': 'desk' } };
const model = {
  'gen_ai.system': 'openai',
  'gen_ai.request.model': 'gpt-4o',
  'gen_ai.response.model': 'gpt-4o-2024-08-06',
};
const usage = {
  'gen_ai.usage.input_tokens': 90,
  'gen_ai.usage.output_tokens': 12,
  'gen_ai.usage.details.cached_tokens': 64,
  'gen_ai.usage.details.reasoning_tokens': 4,
};
const event = (name: string, body: JsonObject, index: number) => ({
  'event.name': name,
  'gen_ai.message.index': index,
  'gen_ai.system': 'openai',
  ...body,
});
const asked = event('gen_ai.user.message', { role: 'user', content: 'Where is my parcel?' }, 0);
const answered = event('gen_ai.choice', { index: 0, message: { role: 'assistant', content: 'In Bergen.' } }, 1);

/** Version 1: messages as events in an attribute, names that are sentences. */
export const PYDANTIC_1 = traceOf(
  { ...ORIGIN, name: 'pydantic-1' },
  {
    name: 'agent run',
    attributes: {
      agent_name: 'tracker',
      model_name: 'gpt-4o',
      'logfire.msg': 'tracker run',
      all_messages_events: JSON.stringify([
        asked,
        event('gen_ai.assistant.message', { role: 'assistant', content: 'In Bergen.' }, 1),
      ]),
      final_result: 'In Bergen.',
      'gen_ai.usage.input_tokens': 90,
    },
    below: [
      {
        name: 'chat gpt-4o',
        attributes: {
          'gen_ai.operation.name': 'chat',
          ...model,
          ...usage,
          events: JSON.stringify([asked, answered]),
          'operation.cost': 0.0004,
        },
      },
      {
        name: 'running 1 tool',
        attributes: { tools: ['lookup'], 'logfire.msg': 'running 1 tool' },
        below: [
          {
            name: 'running tool',
            attributes: {
              'gen_ai.tool.name': 'lookup',
              'gen_ai.tool.call.id': 'call_1',
              tool_arguments: '{"parcel":7}',
              tool_response: 'Bergen',
              'logfire.msg': 'running tool: lookup',
            },
          },
        ],
      },
    ],
  },
);

const messages = [
  { role: 'user', parts: [{ type: 'text', content: 'Where is my parcel?' }] },
  { role: 'assistant', parts: [{ type: 'text', content: 'In Bergen.' }], finish_reason: 'stop' },
];

/** Version 3: the GenAI conventions as of 1.37, and one list with all of the conversation. */
export const PYDANTIC_3 = traceOf(
  { ...ORIGIN, name: 'pydantic-3' },
  {
    name: 'invoke_agent tracker',
    attributes: {
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.name': 'tracker',
      agent_name: 'tracker',
      model_name: 'gpt-4o',
      'pydantic_ai.all_messages': JSON.stringify(messages),
      final_result: 'In Bergen.',
      'gen_ai.aggregated_usage.input_tokens': 90,
      'gen_ai.aggregated_usage.output_tokens': 12,
    },
    below: [
      {
        name: 'chat gpt-4o',
        attributes: { 'gen_ai.operation.name': 'chat', ...model, 'logfire.span_type': 'pending_span' },
      },
      {
        name: 'chat gpt-4o',
        attributes: {
          'gen_ai.operation.name': 'chat',
          ...model,
          ...usage,
          'gen_ai.input.messages': JSON.stringify(messages.slice(0, 1)),
          'gen_ai.output.messages': JSON.stringify(messages.slice(1)),
          'gen_ai.tool.definitions': JSON.stringify([{ type: 'function', name: 'lookup', parameters: {} }]),
        },
      },
      {
        name: 'execute_tool lookup',
        attributes: {
          'gen_ai.operation.name': 'execute_tool',
          'gen_ai.tool.name': 'lookup',
          'gen_ai.tool.call.id': 'call_1',
          'gen_ai.tool.call.arguments': '{"parcel":7}',
        },
        status: failed('no such parcel'),
        events: [
          { name: 'exception', attributes: { 'exception.type': 'KeyError', 'exception.message': 'no such parcel' } },
        ],
      },
    ],
  },
);
