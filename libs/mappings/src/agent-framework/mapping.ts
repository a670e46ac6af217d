/** Workflows of Microsoft's Agent Framework. Its agents, models and tools are GenAI spans. */
import { defineMapping } from '@binnacle/plugin-kit';
import { asGenAi } from '../reading/as-gen-ai.js';
import { text } from '../reading/attributes.js';

export const agentFramework = defineMapping({
  id: 'agent-framework',
  title: 'Microsoft Agent Framework',
  order: 590,
  span: (span) => {
    const { attributes, name } = span;
    if (name === 'workflow.run' || name === 'workflow_invoke') {
      return asGenAi(span, {
        'gen_ai.operation.name': 'invoke_workflow',
        'gen_ai.workflow.name': text(attributes, 'workflow.name', 'workflow_builder.name', 'workflow.id') ?? 'workflow',
      });
    }
    // Messages and edges between executors stay as they are.
    if (!name.startsWith('executor.process') || text(attributes, 'executor.id') === undefined) return undefined;
    return asGenAi(span, {
      'gen_ai.operation.name': 'agent_step',
      'gen_ai.workflow.name': text(attributes, 'executor.id'),
    });
  },
});
