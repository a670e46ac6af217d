/** OpenLLMetry (Traceloop): what wraps the model calls, by `traceloop.span.kind`. Those themselves are GenAI spans. */
import { defineMapping, type JsonObject, type SpanRecord } from '@binnacle/plugin-kit';
import { asGenAi } from '../reading/as-gen-ai.js';
import { json, text } from '../reading/attributes.js';

const OPERATIONS: Readonly<Record<string, string>> = {
  workflow: 'invoke_workflow',
  task: 'agent_step',
  agent: 'invoke_agent',
  tool: 'execute_tool',
  handoff: 'agent_step',
};

export const traceloop = defineMapping({
  id: 'traceloop',
  title: 'OpenLLMetry (Traceloop)',
  order: 570,
  span: (span) => {
    const kind = text(span.attributes, 'traceloop.span.kind')?.toLowerCase() ?? '';
    const operation = Object.hasOwn(OPERATIONS, kind) ? OPERATIONS[kind] : undefined;
    return operation === undefined ? undefined : asGenAi(span, translated(span, operation));
  },
});

function translated({ attributes, name }: SpanRecord, operation: string) {
  const entity = text(attributes, 'traceloop.entity.name') ?? handoffOf(attributes) ?? name;
  const agent = text(attributes, 'gen_ai.agent.name') ?? (operation === 'invoke_agent' ? entity : undefined);
  const input = json(attributes, 'traceloop.entity.input');
  const output = json(attributes, 'traceloop.entity.output');
  const isTool = operation === 'execute_tool';
  return {
    'gen_ai.operation.name': operation,
    'gen_ai.agent.name': agent,
    // Of LangChain the id is that of the run.
    'gen_ai.agent.id': agent,
    'gen_ai.tool.name': isTool ? (text(attributes, 'gen_ai.tool.name') ?? entity) : undefined,
    'gen_ai.tool.call.arguments': isTool ? (json(attributes, 'gen_ai.tool.call.arguments') ?? input) : undefined,
    'gen_ai.tool.call.result': isTool ? (json(attributes, 'gen_ai.tool.call.result') ?? output) : undefined,
    'gen_ai.workflow.name': entity,
    'gen_ai.input.messages': json(attributes, 'gen_ai.input.messages') ?? input,
    'gen_ai.output.messages': json(attributes, 'gen_ai.output.messages') ?? output,
  };
}

function handoffOf(attributes: JsonObject): string | undefined {
  const from = text(attributes, 'gen_ai.handoff.from_agent');
  const to = text(attributes, 'gen_ai.handoff.to_agent');
  return (from ?? to) ? `handoff: ${from ?? '?'} → ${to ?? '?'}` : undefined;
}
