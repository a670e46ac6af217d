/**
 * Spans of Mastra, by `mastra.span.type`: GenAI attributes where there are some, its own contents by the kind of span. Until exporter
 * 1.3 a generation is a call of a model, with the sums of its steps; since then each step has an inference, which is the call.
 */
import { defineMapping, type JsonObject, type SpanRecord } from '@binnacle/plugin-kit';
import { afterVerb } from '../gen-ai/after-verb.js';
import { asGenAi } from '../reading/as-gen-ai.js';
import { json, text } from '../reading/attributes.js';
import { secondsUntil } from '../reading/seconds-until.js';

const OPERATIONS: Readonly<Record<string, string>> = {
  agent_run: 'invoke_agent',
  workflow_run: 'invoke_workflow',
  llm_generation: 'chat',
  model_inference: 'chat',
  tool_call: 'execute_tool',
  mcp_tool_call: 'execute_tool',
  client_tool_call: 'execute_tool',
  provider_tool_call: 'execute_tool',
  workflow_step: 'agent_step',
  processor_run: 'agent_step',
  scorer_run: 'agent_step',
  generic: 'agent_step',
};

export const mastra = defineMapping({
  id: 'mastra',
  title: 'Mastra',
  order: 545,
  span: (span) => {
    const type = text(span.attributes, 'mastra.span.type')?.toLowerCase();
    if (type === undefined) return undefined;
    // Steps and pieces of a generation, conditions and loops of a workflow: what is above them tells of all.
    const operation = operationOf(type, span.attributes);
    return operation === undefined ? { events: [], keepRaw: true } : asGenAi(span, translated(span, type, operation));
  },
});

function operationOf(type: string, attributes: JsonObject): string | undefined {
  if (type === 'model_generation') return text(attributes, 'gen_ai.operation.name') === type ? 'agent_step' : 'chat';
  return Object.hasOwn(OPERATIONS, type) ? OPERATIONS[type] : undefined;
}

function translated({ attributes, name, startNs }: SpanRecord, type: string, operation: string) {
  const input = json(attributes, `mastra.${type}.input`, 'input');
  const output = json(attributes, `mastra.${type}.output`, 'output');
  const entity = text(attributes, 'mastra.span.entityName', 'mastra.span.entityId') ?? ownName(name);
  const isTool = operation === 'execute_tool';
  return {
    'gen_ai.operation.name': operation,
    'gen_ai.conversation.id': text(
      attributes,
      'gen_ai.conversation.id',
      'mastra.metadata.threadId',
      'mastra.metadata.sessionId',
      'threadId',
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
    'gen_ai.response.time_to_first_chunk': secondsUntil(text(attributes, 'mastra.completion_start_time'), startNs),
    'error.type': text(attributes, 'error.type') ?? (isFailed(attributes) ? 'error' : undefined),
  };
}

/** `agent run: 'weather'`, `agent.weather` and `invoke_agent weather` → `weather` */
const ownName = (name: string): string =>
  /['"](.+)['"]/.exec(name)?.[1] ?? /^(?:agent|workflow)\.(.+)$/.exec(name)?.[1] ?? afterVerb(name) ?? name;

/** It ends well whatever the model said. */
const isFailed = (attributes: JsonObject): boolean =>
  [json(attributes, 'gen_ai.response.finish_reasons')].flat().some((reason) => reason === 'error');
