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
