/** Agents that hooks make: a client and the beginning of its session. */
const ONE_SESSION = /^(claude-code|codex|gemini):[^:*]+$/;

/**
 * The agent an approval for ever is for. One that is a session of a coding agent has no ever: it holds for all sessions of that
 * client, `claude-code:*`.
 */
export const lastingAgent = (agentId: string | null): string | null =>
  agentId?.replace(ONE_SESSION, (_, client: string) => `${client}:*`) ?? null;
