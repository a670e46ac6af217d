/** Observations of Langfuse, from its OpenTelemetry SDK and from its ingestion batches, as the GenAI spans they are. */
import { defineMapping, isJsonObject, type JsonObject, type SpanRecord } from '@binnacle/plugin-kit';
import { genAiSpan } from '../gen-ai/spans.js';
import { amount, json, known, text } from '../reading/attributes.js';

const PREFIX = 'langfuse.observation.';

/** Which operation each kind of observation is; the others are steps. */
const OPERATIONS: ReadonlyMap<string, string> = new Map([
  ['generation', 'chat'],
  ['embedding', 'embeddings'],
  ['agent', 'invoke_agent'],
  ['tool', 'execute_tool'],
  ['retriever', 'execute_tool'],
]);

export const langfuse = defineMapping({
  id: 'langfuse',
  title: 'Langfuse',
  order: 690,
  span: (span) => {
    const kind = text(span.attributes, `${PREFIX}type`)?.toLowerCase();
    if (kind === undefined) return undefined;
    return genAiSpan({ ...span, attributes: genAiAttributes(span, kind), status: statusOf(span) });
  },
});

function genAiAttributes({ attributes, name }: SpanRecord, kind: string): JsonObject {
  const of = (field: string) => json(attributes, `${PREFIX}${field}`);
  const operation = OPERATIONS.get(kind) ?? 'agent_step';
  const usage = objectOf(of('usage_details'));
  const cost = objectOf(of('cost_details'));
  return {
    ...attributes,
    ...known({
      'gen_ai.operation.name': operation,
      'gen_ai.request.model': text(attributes, `${PREFIX}model.name`),
      'gen_ai.agent.name': operation === 'invoke_agent' ? name : undefined,
      'gen_ai.tool.name': operation === 'execute_tool' ? name : undefined,
      'gen_ai.tool.call.arguments': operation === 'execute_tool' ? of('input') : undefined,
      'gen_ai.tool.call.result': operation === 'execute_tool' ? of('output') : undefined,
      'gen_ai.input.messages': of('input'),
      'gen_ai.output.messages': of('output'),
      'gen_ai.usage.input_tokens': amount(usage, 'input', 'input_tokens', 'promptTokens', 'prompt_tokens'),
      'gen_ai.usage.output_tokens': amount(usage, 'output', 'output_tokens', 'completionTokens', 'completion_tokens'),
      'gen_ai.usage.cost': amount(cost, 'total') ?? amount(usage, 'totalCost'),
    }),
  };
}

const ERROR = 2;

/** A level of ERROR is a failure, also where the span itself says nothing. */
function statusOf({ attributes, status }: SpanRecord): SpanRecord['status'] {
  if (text(attributes, `${PREFIX}level`) !== 'ERROR') return status;
  return { code: ERROR, message: text(attributes, `${PREFIX}status_message`) ?? status.message };
}

const objectOf = (value: unknown): JsonObject => (isJsonObject(value) ? value : {});
