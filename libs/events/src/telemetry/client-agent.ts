const UUID_7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7/i;
const CHARS = 8;

/**
 * The agent that a session of a command-line client is, `claude-code:6f1d2c1e`, by whichever door it is told: hooks, log records and
 * spans of one session are one agent, and two sessions of a client are two.
 */
export const clientAgent = (client: string, sessionId: string | undefined): string =>
  `${client}:${sessionId ? markOf(sessionId) : 'unknown'}`;

/** UUIDs of version 7 begin with the time, the same for all sessions begun within a minute: their end tells them apart. */
const markOf = (sessionId: string): string =>
  UUID_7.test(sessionId) ? sessionId.slice(-CHARS) : sessionId.slice(0, CHARS);
