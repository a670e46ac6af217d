import { clientAgent, type JsonObject, MAX_REFERENCE_CHARS } from '@binnacle/events';

/** What a program tells of a call besides its arguments, in `_meta` and in its User-Agent. */
export interface ProgramWords {
  /** The program's name; undefined: none that is known. */
  readonly name: string | undefined;
  /** The client's id of this call, the same when it is repeated. */
  readonly callId: string | undefined;
  readonly sessionId: string | undefined;
  readonly agentId: string | undefined;
}

const PROGRAMS: readonly (readonly [agent: RegExp, name: string])[] = [
  [/^claude-(code|cli)\b/i, 'claude-code'],
  [/^codex\b/i, 'codex'],
];

/**
 * Claude Code 2.1 tells `claudecode/toolUseId`; Codex 0.171 `callId` and `sessionId`, the same as in its hooks; Gemini CLI 0.61
 * nothing, and its User-Agent is `node`.
 */
export function programWords(userAgent: string, meta: JsonObject): ProgramWords {
  const name = PROGRAMS.find(([agent]) => agent.test(userAgent))?.[1];
  const isCodex = name === 'codex';
  const sessionId = isCodex ? reference(meta.sessionId) : undefined;
  return {
    name,
    callId: reference(meta['claudecode/toolUseId']) ?? (isCodex ? reference(meta.callId) : undefined),
    sessionId,
    agentId: sessionId && clientAgent('codex', sessionId),
  };
}

const reference = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' && value.length <= MAX_REFERENCE_CHARS ? value : undefined;
