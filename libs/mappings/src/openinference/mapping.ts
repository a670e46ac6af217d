/** OpenInference (Arize Phoenix and its instrumentations), by `openinference.span.kind`. */
import { defineMapping, identityOf, isJsonObject, type JsonObject } from '@binnacle/plugin-kit';
import { json, text } from '../reading/attributes.js';
import { langchainAgent } from '../reading/langchain.js';
import { KINDS } from './kinds.js';

export const openInference = defineMapping({
  id: 'openinference',
  title: 'OpenInference',
  order: 560,
  span: (span) => {
    const name = text(span.attributes, 'openinference.span.kind')?.toUpperCase();
    const kind = name === undefined ? undefined : KINDS.get(name);
    if (!kind) return undefined;
    const { agentId = langchainAgent(json(span.attributes, 'metadata')), ...told } = kind(span);
    return { ...sessionOf(span.attributes), ...(agentId && { agentId }), ...identityOf(span.attributes), ...told };
  },
});

/** Frameworks put what the application said of a run into one attribute. */
function sessionOf(attributes: JsonObject) {
  const metadata = json(attributes, 'metadata');
  const sessionId =
    isJsonObject(metadata) && text(metadata, 'session_id', 'thread_id', 'conversation_id', 'sessionId', 'threadId');
  return sessionId ? { sessionId } : {};
}
