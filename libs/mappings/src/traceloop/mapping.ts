/** OpenLLMetry (Traceloop): what wraps the model calls, by `traceloop.span.kind`. Those themselves are GenAI spans. */
import { defineMapping, isJsonObject, type JsonObject, type JsonValue, type SpanRecord } from '@binnacle/plugin-kit';
import { asGenAi } from '../reading/as-gen-ai.js';
import { amount, anyJson, json, parsed, text } from '../reading/attributes.js';
import { toolAnswer } from '../reading/langchain.js';

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
    if (kind === '') return span.scope.name === ANTHROPIC_JS ? asGenAi(span, wholeInput(span.attributes)) : undefined;
    const isTool = text(span.attributes, 'gen_ai.operation.name') === 'execute_tool';
    const operation = isTool ? 'execute_tool' : Object.hasOwn(OPERATIONS, kind) ? OPERATIONS[kind] : undefined;
    return operation === undefined ? undefined : asGenAi(span, translated(span, operation));
  },
});

const ANTHROPIC_JS = '@traceloop/instrumentation-anthropic';

/** It hands on Anthropic's own count, which leaves out what the cache had a part in. */
function wholeInput(attributes: JsonObject) {
  const [input, ...cached] = ['input_tokens', 'cache_read.input_tokens', 'cache_creation.input_tokens'].map((count) =>
    amount(attributes, `gen_ai.usage.${count}`),
  );
  const sum = cached.reduce<number>((all, count) => all + (count ?? 0), input ?? 0);
  return { 'gen_ai.usage.input_tokens': input === undefined ? undefined : sum };
}

function translated({ attributes, name }: SpanRecord, operation: string) {
  const own = text(attributes, 'traceloop.entity.name') ?? handoffOf(attributes);
  // Of LangChain.js a workflow has no other name; elsewhere this is what is above.
  const entity = own ?? (/^workflow /.test(name) ? text(attributes, 'traceloop.workflow.name') : undefined) ?? name;
  const agent = text(attributes, 'gen_ai.agent.name') ?? (operation === 'invoke_agent' ? entity : undefined);
  const input = anyJson(attributes, 'traceloop.entity.input');
  const output = anyJson(attributes, 'traceloop.entity.output');
  const isTool = operation === 'execute_tool';
  const answer = isTool ? toolAnswer(output) : undefined;
  return {
    'gen_ai.operation.name': operation,
    'gen_ai.agent.name': agent,
    // Of LangChain the id is that of the run.
    'gen_ai.agent.id': agent,
    'gen_ai.tool.name': isTool ? (text(attributes, 'gen_ai.tool.name') ?? answer?.name ?? entity) : undefined,
    'gen_ai.tool.call.id': text(attributes, 'gen_ai.tool.call.id') ?? answer?.callId,
    'gen_ai.tool.status': answer?.isError ? 'error' : undefined,
    'gen_ai.tool.call.arguments': isTool ? (json(attributes, 'gen_ai.tool.call.arguments') ?? given(input)) : undefined,
    'gen_ai.tool.call.result': isTool
      ? (json(attributes, 'gen_ai.tool.call.result') ?? answer?.content ?? output)
      : undefined,
    'gen_ai.workflow.name': entity,
    'gen_ai.input.messages': json(attributes, 'gen_ai.input.messages') ?? given(input),
    'gen_ai.output.messages': json(attributes, 'gen_ai.output.messages') ?? output,
  };
}

function handoffOf(attributes: JsonObject): string | undefined {
  const from = text(attributes, 'gen_ai.handoff.from_agent');
  const to = text(attributes, 'gen_ai.handoff.to_agent');
  return (from ?? to) ? `handoff: ${from ?? '?'} → ${to ?? '?'}` : undefined;
}

/** What a function was called with: its only argument, all that it has by name, or the lists of both. */
function given(input: JsonValue | undefined): JsonValue | undefined {
  if (!isJsonObject(input) || !Array.isArray(input.args)) return input;
  const named = isJsonObject(input.kwargs) ? Object.keys(input.kwargs).length : 0;
  if (input.args.length === 0) return named === 0 ? undefined : input.kwargs;
  const [only] = input.args;
  if (input.args.length > 1 || named > 0) return input;
  return typeof only === 'string' ? parsed(only) : only;
}
