/** Bounds of what is accepted. Every refusal names the limit and the value that passed it. */
export interface Limits {
  /** Bytes of one event as UTF-8 JSON. */
  readonly eventBytes: number;
  /** Events in one request. */
  readonly batchEvents: number;
  /** Bytes of one request body after inflation. */
  readonly bodyBytes: number;
  /** Nesting of `payload`; the payload object itself is level 1. */
  readonly payloadDepth: number;
  /** Characters of an answer to a question. */
  readonly answerChars: number;
}

export const DEFAULT_LIMITS: Limits = {
  eventBytes: 1_048_576,
  batchEvents: 5_000,
  bodyBytes: 32 * 1_048_576,
  payloadDepth: 32,
  answerChars: 65_536,
};

/** Characters of an event's `id`. */
export const MAX_ID_CHARS = 128;
/** Characters of `agent_id`, `graph_id`, `node_id`, `session_id`, `parent_id` and `msg_id`. */
export const MAX_REFERENCE_CHARS = 256;
/** The isolation unit of everything that names no other. */
export const DEFAULT_PROJECT = 'default';

/**
 * A `timestamp` may be this far ahead of the server's clock, in ms: clocks differ, but a chart up to the year 9999 helps nobody. How
 * far back has no limit: late and imported events keep their times.
 */
export const MAX_AHEAD_MS = 86_400_000;
