/** Attributes that say whose a record is; the first that is present wins. Those of one client alone are in its mapping. */
import type { JsonObject } from '../json.js';
import { MAX_REFERENCE_CHARS } from '../limits.js';

const SESSION = [
  'gen_ai.conversation.id',
  'session.id',
  'conversation.id',
  'ai.telemetry.metadata.sessionId',
  'ai.settings.context.sessionId',
  'traceloop.association.properties.session_id',
  'langfuse.session.id',
] as const;

const AGENT = ['agent_id', 'gen_ai.agent.id', 'gen_ai.agent.name', 'ai.telemetry.functionId', 'agent.name'] as const;

export interface Identity {
  readonly sessionId?: string;
  readonly agentId?: string;
}

/** Whose a record says it is. Undefined: it does not say. */
export function identityOf(attributes: JsonObject): Identity {
  const sessionId = firstOf(attributes, SESSION);
  const agentId = firstOf(attributes, AGENT);
  return { ...(sessionId && { sessionId }), ...(agentId && { agentId }) };
}

function firstOf(attributes: JsonObject, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = attributes[key];
    if (typeof value === 'string' && value !== '') return value.slice(0, MAX_REFERENCE_CHARS);
    if (typeof value === 'number') return String(value);
  }
  return undefined;
}
