/** Spans of Mastra, by `mastra.span.type`: GenAI attributes where there are some, its own contents by the kind of span. */
import { defineMapping, type SpanRecord } from '@binnacle/plugin-kit';
import { asGenAi } from '../reading/as-gen-ai.js';
import { json, text } from '../reading/attributes.js';

const OPERATIONS: Readonly<Record<string, string>> = {
  agent_run: 'invoke_agent',
  workflow_run: 'invoke_workflow',
  model_generation: 'chat',
  llm_generation: 'chat',
  tool_call: 'execute_tool',
  mcp_tool_call: 'execute_tool',
  client_tool_call: 'execute_tool',
  workflow_step: 'agent_step',
  processor_run: 'agent_step',
};

export const mastra = defineMapping({
  id: 'mastra',
  title: 'Mastra',
  order: 545,
  span: (span) => {
    const type = text(span.attributes, 'mastra.span.type')?.toLowerCase();
    if (type === undefined) return undefined;
    // Steps and pieces of a generation, conditions and loops of a workflow: what is above them tells of all.
    const operation = Object.hasOwn(OPERATIONS, type) ? OPERATIONS[type] : undefined;
    return operation === undefined ? { events: [], keepRaw: true } : asGenAi(span, translated(span, type, operation));
  },
});

function translated({ attributes, name }: SpanRecord, type: string, operation: string) {
  const input = json(attributes, `mastra.${type}.input`, 'input');
  const output = json(attributes, `mastra.${type}.output`, 'output');
  const entity = text(attributes, 'mastra.span.entityName', 'mastra.span.entityId') ?? quoted(name);
  const isTool = operation === 'execute_tool';
  return {
    'gen_ai.operation.name': operation,
    'gen_ai.conversation.id': text(
      attributes,
      'gen_ai.conversation.id',
      'mastra.metadata.threadId',
      'mastra.metadata.sessionId',
    ),
    'gen_ai.agent.name': operation === 'invoke_agent' ? (text(attributes, 'gen_ai.agent.name') ?? entity) : undefined,
    'gen_ai.workflow.name': /workflow|step/.test(operation)
      ? (text(attributes, 'gen_ai.workflow.name') ?? entity)
      : undefined,
    'gen_ai.tool.name': isTool ? (text(attributes, 'gen_ai.tool.name') ?? entity) : undefined,
    'gen_ai.tool.call.arguments': isTool ? (json(attributes, 'gen_ai.tool.call.arguments') ?? input) : undefined,
    'gen_ai.tool.call.result': isTool ? (json(attributes, 'gen_ai.tool.call.result') ?? output) : undefined,
    'gen_ai.input.messages': json(attributes, 'gen_ai.input.messages') ?? input,
    'gen_ai.output.messages': json(attributes, 'gen_ai.output.messages') ?? output,
  };
}

/** `agent run: 'weather'` → `weather` */
const quoted = (name: string): string => /['"](.+)['"]/.exec(name)?.[1] ?? name;
