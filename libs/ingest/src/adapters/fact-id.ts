import { createHash } from 'node:crypto';

/**
 * The id of an event that several ways tell of: a hook, a log record and a span of one tool call are one event, whichever comes
 * first. Made of what all of them know.
 *
 * @param key what the client calls the thing within its session: `tool_use_id`, `prompt_id`, a request's id
 * @param type `tool:called`, `tool:completed` …
 * @example factId('8cc07b5b-…', 'toolu_01', 'tool:called')
 */
export const factId = (sessionId: string, key: string, type: string): string =>
  `fact-${createHash('sha256')
    .update(JSON.stringify([sessionId, key, type]))
    .digest('hex')
    .slice(0, 32)}`;
