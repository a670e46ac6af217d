/**
 * Pydantic AI, and what Logfire adds. The first versions of its data call a run `agent run` and a call `running tool`; messages
 * are a list of events in an attribute. From the third on its spans are GenAI ones.
 */
import { defineMapping, type JsonObject, type Mapped } from '@binnacle/plugin-kit';
import { contentsOf } from '../gen-ai/contents-of.js';
import { genAiSpan } from '../gen-ai/spans.js';
import { asGenAi } from '../reading/as-gen-ai.js';
import { json, text } from '../reading/attributes.js';
import { messageText } from '../reading/message-text.js';

export const logfire = defineMapping({
  id: 'pydantic-ai',
  title: 'Pydantic AI (Logfire)',
  order: 535,
  span: (span): Mapped | undefined => {
    const { attributes, scope, name } = span;
    // Sent when a span begins, as a span of its own: the real one says all of it, under its own id.
    if (text(attributes, 'logfire.span_type') === 'pending_span') return { events: [], keepRaw: true };
    if (scope.name !== 'pydantic-ai' && attributes['pydantic_ai.all_messages'] === undefined) return undefined;
    if (isRun(attributes, name)) {
      return asGenAi(span, {
        'gen_ai.operation.name': 'invoke_agent',
        'gen_ai.agent.name': text(attributes, 'gen_ai.agent.name', 'agent_name'),
        'gen_ai.request.model': text(attributes, 'gen_ai.request.model', 'model_name'),
        ...conversationOf(attributes),
      });
    }
    return genAiSpan(span);
  },
});

const isRun = (attributes: JsonObject, name: string): boolean =>
  name === 'agent run' ||
  text(attributes, 'gen_ai.operation.name') === 'invoke_agent' ||
  text(attributes, 'agent_name') !== undefined;

/** A run has its whole conversation in one list, and what came of it apart. */
function conversationOf(attributes: JsonObject): JsonObject {
  const all = json(attributes, 'pydantic_ai.all_messages') ?? contentsOf({ attributes, events: [] }).input;
  const task = messageText(all, 'user');
  const result = json(attributes, 'final_result') ?? messageText(all, 'assistant');
  return {
    ...(task !== undefined && { 'gen_ai.input.messages': [{ role: 'user', content: task }] }),
    ...(result !== undefined && { 'gen_ai.output.messages': result }),
  };
}
