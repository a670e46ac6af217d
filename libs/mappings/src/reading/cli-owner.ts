import { clientAgent, type JsonObject } from '@binnacle/plugin-kit';
import { text } from './attributes.js';

interface Told {
  readonly resource: JsonObject;
  readonly attributes: JsonObject;
}

/** A command-line agent. */
export interface CliClient {
  /** As its hooks are called, so that both name one agent. */
  readonly name: string;
  /** What it calls its service itself; another name was given by somebody. */
  readonly services: RegExp;
  readonly sessionKeys: readonly string[];
}

/**
 * Whose a record of a command-line agent is: a subagent's, by its id; else of the agent that somebody has named, by an attribute of
 * the resource or as the service; else of the session's own agent, as hooks name it.
 */
export function cliOwner({ attributes, resource }: Told, { name, services, sessionKeys }: CliClient) {
  const sessionId = text(attributes, ...sessionKeys) ?? text(resource, ...sessionKeys);
  const agentId = text(attributes, 'agent_id') ?? givenName(attributes, resource, services) ?? ownName(name, sessionId);
  return { ...(sessionId && { sessionId }), ...(agentId && { agentId }) };
}

const NAMES = ['gen_ai.agent.id', 'gen_ai.agent.name', 'agent_id'] as const;

function givenName(attributes: JsonObject, resource: JsonObject, services: RegExp): string | undefined {
  const named = text(attributes, ...NAMES) ?? text(resource, ...NAMES) ?? text(resource, 'service.name');
  return named === undefined || services.test(named) ? undefined : named;
}

/** Without a session there is no telling whose it is; the service it belongs to is the best that is known. */
const ownName = (client: string, sessionId: string | undefined): string =>
  sessionId === undefined ? client : clientAgent(client, sessionId);
