import { failed, traceOf } from '../testing/trace-of.fixture.js';

const agent = {
  'gen_ai.provider.name': 'microsoft.agent_framework',
  'gen_ai.agent.id': 'a-1',
  'gen_ai.agent.name': 'writer',
};

export const AGENT_FRAMEWORK_TRACE = traceOf(
  { name: 'agent-framework', scope: 'agent_framework', resource: { 'service.name': 'agent_framework' } },
  {
    name: 'workflow.run',
    attributes: { 'workflow.id': 'w-1', 'workflow.name': 'press' },
    below: [
      {
        name: 'executor.process writer',
        attributes: { 'executor.id': 'writer', 'executor.type': 'AgentExecutor', 'message.type': 'standard' },
        below: [
          {
            name: 'invoke_agent writer',
            attributes: { 'gen_ai.operation.name': 'invoke_agent', ...agent, 'gen_ai.conversation.id': 'conv-press' },
            below: [
              {
                name: 'chat gpt-4o',
                attributes: {
                  'gen_ai.operation.name': 'chat',
                  'gen_ai.provider.name': 'openai',
                  'gen_ai.request.model': 'gpt-4o',
                  'error.type': 'RateLimitError',
                },
                status: failed('slow down'),
              },
            ],
          },
          { name: 'message.send', attributes: { 'message.type': 'standard', 'message.target_id': 'editor' } },
        ],
      },
    ],
  },
);
