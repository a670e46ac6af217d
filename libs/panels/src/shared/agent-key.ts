import type { BinnacleEvent } from '@binnacle/plugin-kit';

/** Equal for events of the same agent; a session without one is taken for an agent. */
export const agentKey = ({ agentId, sessionId }: BinnacleEvent): string =>
  agentId === null ? `session ${sessionId}` : `agent ${agentId}`;
