import type { BinnacleEvent } from '@binnacle/events';

/** Who an event is about, for people: the agent, else its session, else nobody. */
export const who = ({ agentId, sessionId }: Pick<BinnacleEvent, 'agentId' | 'sessionId'>): string =>
  agentId ?? (sessionId ? `session ${sessionId}` : '—');
