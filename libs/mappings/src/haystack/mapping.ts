/** Haystack's own tracing: `haystack.pipeline.run`, `haystack.component.run`, and of its agents `haystack.agent.run` and their steps. */
import { defineMapping, isJsonObject, type JsonObject, type JsonValue, type SpanRecord } from '@binnacle/plugin-kit';
import { usageOfObject } from '../gen-ai/usage-of.js';
import { asGenAi } from '../reading/as-gen-ai.js';
import { json, text } from '../reading/attributes.js';

const COMPONENT = 'haystack.component.';

export const haystack = defineMapping({
  id: 'haystack',
  title: 'Haystack',
  order: 580,
  span: (span) => (span.name.startsWith('haystack.') ? read(span) : undefined),
});

function read(span: SpanRecord) {
  const { attributes, name } = span;
  switch (name) {
    case 'haystack.pipeline.run':
    case 'haystack.async_pipeline.run':
      return asGenAi(span, {
        'gen_ai.operation.name': 'invoke_workflow',
        'gen_ai.workflow.name': text(attributes, 'haystack.pipeline.name') ?? 'pipeline',
        'gen_ai.input.messages': json(attributes, 'haystack.pipeline.input_data'),
        'gen_ai.output.messages': json(attributes, 'haystack.pipeline.output_data'),
      });
    case 'haystack.agent.run':
      return asGenAi(span, {
        'gen_ai.operation.name': 'invoke_agent',
        'gen_ai.agent.name': text(attributes, 'haystack.agent.name'),
        'gen_ai.input.messages': json(attributes, 'haystack.agent.input'),
        'gen_ai.output.messages': json(attributes, 'haystack.agent.output'),
      });
    case 'haystack.agent.step.llm':
    case 'haystack.chat_generator.run':
      return asGenAi(span, { 'gen_ai.operation.name': 'chat', ...modelOf(span) });
    case 'haystack.agent.step.tool':
      return asGenAi(span, {
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.tool.name': text(attributes, 'gen_ai.tool.name', 'haystack.tool.name', `${COMPONENT}name`) ?? 'tool',
        'gen_ai.tool.call.arguments': inputOf(attributes),
        'gen_ai.tool.call.result': outputOf(attributes),
      });
    case 'haystack.component.run':
      return /Generator$/.test(text(attributes, `${COMPONENT}type`) ?? '')
        ? asGenAi(span, { 'gen_ai.operation.name': 'chat', ...modelOf(span) })
        : asGenAi(span, {
            'gen_ai.operation.name': 'agent_step',
            'gen_ai.workflow.name': text(attributes, `${COMPONENT}name`, `${COMPONENT}type`),
            'gen_ai.input.messages': inputOf(attributes),
            'gen_ai.output.messages': outputOf(attributes),
          });
    default:
      return undefined;
  }
}

const inputOf = (attributes: JsonObject) => json(attributes, `${COMPONENT}input`, 'haystack.agent.step.input');
const outputOf = (attributes: JsonObject) => json(attributes, `${COMPONENT}output`, 'haystack.agent.step.output');

/** The model and what it cost stand in its answer. */
function modelOf({ attributes }: SpanRecord): Readonly<Record<string, JsonValue | undefined>> {
  const output = outputOf(attributes);
  const meta = metaOf(output);
  return {
    'gen_ai.request.model': text(meta, 'model'),
    'gen_ai.response.finish_reasons': json(meta, 'finish_reason'),
    'gen_ai.input.messages': inputOf(attributes),
    'gen_ai.output.messages': output,
    ...usageOfObject(meta.usage),
  };
}

function metaOf(output: JsonValue | undefined): JsonObject {
  if (!isJsonObject(output)) return {};
  const [reply] = Array.isArray(output.replies) ? output.replies : [];
  const [meta] = Array.isArray(output.meta) ? output.meta : [];
  const found = (isJsonObject(reply) ? (reply.meta ?? reply._meta) : undefined) ?? meta;
  return isJsonObject(found) ? found : {};
}
