import { traceOf } from '../testing/trace-of.fixture.js';

export const MASTRA_TRACE = traceOf(
  { name: 'mastra', scope: '@mastra/otel-exporter', resource: { 'service.name': 'kitchen' } },
  {
    name: "workflow run: 'dinner'",
    attributes: { 'mastra.span.type': 'workflow_run', 'mastra.metadata.threadId': 'thread-m' },
    below: [
      {
        name: "workflow step: 'cook'",
        attributes: { 'mastra.span.type': 'workflow_step' },
        below: [
          {
            name: "agent run: 'chef'",
            attributes: {
              'mastra.span.type': 'agent_run',
              'gen_ai.agent.id': 'chef',
              'mastra.agent_run.input': JSON.stringify([{ role: 'user', content: 'Something with leek' }]),
              'mastra.agent_run.output': JSON.stringify({ text: 'Leek soup.' }),
            },
            below: [
              {
                name: 'chat claude-sonnet-4-5',
                attributes: {
                  'mastra.span.type': 'model_generation',
                  'gen_ai.operation.name': 'chat',
                  'gen_ai.provider.name': 'anthropic',
                  'gen_ai.request.model': 'claude-sonnet-4-5',
                  'gen_ai.usage.input_tokens': 50,
                  'gen_ai.usage.output_tokens': 8,
                  'gen_ai.usage.cached_input_tokens': 20,
                },
                below: [
                  {
                    name: "step: '0'",
                    attributes: { 'mastra.span.type': 'model_step', 'gen_ai.usage.input_tokens': 50 },
                  },
                ],
              },
              {
                name: "tool: 'pantry'",
                attributes: {
                  'mastra.span.type': 'tool_call',
                  'mastra.tool_call.input': '{"item":"leek"}',
                  'mastra.tool_call.output': '{"count":3}',
                },
              },
            ],
          },
        ],
      },
    ],
  },
);

/** Of exporter 1.4: a call of a model is an inference within a step within a generation. */
export const MASTRA_14_TRACE = traceOf(
  { name: 'mastra 1.4', scope: '@mastra/otel-exporter', resource: { 'service.name': 'kitchen' } },
  {
    name: 'invoke_agent Chef',
    attributes: {
      'gen_ai.operation.name': 'invoke_agent',
      'mastra.span.type': 'agent_run',
      'gen_ai.agent.id': 'chef',
      'gen_ai.agent.name': 'Chef',
      'gen_ai.conversation.id': 'thread-14',
      'gen_ai.system_instructions': 'You cook.',
      'mastra.agent_run.input': 'Something with leek',
      'mastra.agent_run.output': '{"text":"Leek soup."}',
    },
    below: [
      {
        name: 'processor_run Trim',
        attributes: { 'gen_ai.operation.name': 'processor_run', 'mastra.span.type': 'processor_run' },
      },
      {
        name: 'model_generation gpt-5',
        attributes: {
          'gen_ai.operation.name': 'model_generation',
          'mastra.span.type': 'model_generation',
          'mastra.model_generation.input': '{"messages":[{"role":"system","content":"You cook."}]}',
        },
        below: [
          {
            name: 'agent_step Chef',
            attributes: { 'gen_ai.operation.name': 'agent_step', 'mastra.span.type': 'model_step' },
            below: [
              {
                name: 'chat gpt-5',
                attributes: {
                  'gen_ai.operation.name': 'chat',
                  'mastra.span.type': 'model_inference',
                  'gen_ai.request.model': 'gpt-5',
                  'gen_ai.response.model': 'gpt-5-2025-08-07',
                  'gen_ai.provider.name': 'openai.chat',
                  'gen_ai.usage.input_tokens': 50,
                  'gen_ai.usage.output_tokens': 8,
                  'gen_ai.usage.cache_read.input_tokens': 20,
                  'gen_ai.response.finish_reasons': '["stop"]',
                  'gen_ai.output.messages': '[{"role":"assistant","parts":[{"type":"text","content":"Leek soup."}]}]',
                  'mastra.completion_start_time': '2026-11-23T09:05:42.300Z',
                },
              },
            ],
          },
        ],
      },
    ],
  },
);
