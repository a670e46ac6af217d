import type { JsonObject } from '@binnacle/plugin-kit';
import { text } from './attributes.js';

interface Told {
  readonly resource: JsonObject;
  readonly attributes: JsonObject;
}

/** Whose a record of a command-line agent is: it says so itself, and nothing above it knows better. */
export function cliOwner({ attributes, resource }: Told, ...sessionKeys: readonly string[]) {
  const sessionId = text(attributes, ...sessionKeys);
  const agentId = text(attributes, 'agent_id') ?? text(resource, 'service.name');
  return { ...(sessionId && { sessionId }), ...(agentId && { agentId }) };
}
