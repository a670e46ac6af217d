/** Hook bodies of agent clients as events, for observation: nothing here decides for the agent. */
import { clientAgent, type JsonObject, toStorable, type WireEventInput } from '@binnacle/events';
import { factId } from '../fact-id.js';
import { type HookBody, type HookVendor, hookBody, textOf } from './hook-body.js';
import { HOOK_MAPPINGS } from './hook-mappings.js';
import { CODEX_NOTIFY } from './mappings/codex-mappings.js';
import { RAW_HOOK } from './mappings/mapping.js';

export interface HookOrigin {
  /** Name of the agent, instead of one made from client and session. */
  readonly agent?: string;
}

/**
 * Any JSON object becomes one event: an unknown hook is kept raw and hidden, since refusing it would lose what a newer client
 * has to say. Text that Postgres can't store is replaced, because a hook is not sent twice.
 */
export function hookEvent(vendor: HookVendor, input: unknown, origin: HookOrigin = {}): WireEventInput | undefined {
  const body = hookBody(vendor, toStorable(input as never));
  if (!body) return undefined;
  const { hook, fields, sessionId } = body;
  const mappings = HOOK_MAPPINGS[vendor];
  const mapped = Object.hasOwn(mappings, hook) ? mappings[hook]?.(body) : undefined;
  const type = mapped?.type ?? RAW_HOOK;
  return {
    id: repeatableId(body, type),
    type,
    agent_id: hookAgent(body, origin),
    session_id: sessionId,
    payload: {
      ...(mapped?.payload ?? { ...fields, hidden: true }),
      source: vendor,
      hook,
      cwd: textOf(fields.cwd) ?? null,
    },
  };
}

/** Who runs: a subagent by its own id, else the name that was given, else client and session. */
export const hookAgent = ({ vendor, agentId, sessionId }: HookBody, { agent }: HookOrigin): string =>
  agentId ?? agent ?? clientAgent(vendor, sessionId);

/**
 * The same fact is one event, whether it is told by two configurations, as of the user and of the project, or by a log record or span
 * too. What no field tells apart from its next time gets a fresh id: twice told is better than lost.
 */
function repeatableId(body: HookBody, type: string): string | undefined {
  const key = keyOf(body);
  if (key === undefined || body.sessionId === undefined) return undefined;
  return factId(body.sessionId, key, type);
}

const TURN_ENDS: ReadonlySet<string> = new Set(['Stop', CODEX_NOTIFY]);

/** A turn that a hook makes go on ends more than once, each time with other words. */
function turnKey(fields: JsonObject): string | undefined {
  const turn = textOf(fields.turn_id) ?? textOf(fields['turn-id']);
  return turn && JSON.stringify([turn, fields.last_assistant_message ?? fields['last-assistant-message'] ?? null]);
}

function keyOf({ vendor, hook, agentId, tool, toolUseId, input, fields }: HookBody): string | undefined {
  if (toolUseId) return toolUseId;
  // Its hook and its `notify` tell the end of one turn.
  if (vendor === 'codex' && TURN_ENDS.has(hook)) return turnKey(fields);
  // Its log record of the same comes later, maybe after the end of a short run: as an event of its own it would begin again.
  if (vendor === 'codex' && hook === 'SessionStart') return fields.source === 'startup' ? 'startup' : undefined;
  // When Gemini CLI ran its hooks, to the millisecond.
  const at = textOf(fields.timestamp);
  if (vendor === 'gemini' && at) return JSON.stringify([at, hook, tool, input]);
  if (hook === 'SubagentStop' && agentId) return agentId;
  if (hook !== 'UserPromptSubmit') return undefined;
  const turn = textOf(fields.turn_id);
  // Codex takes several prompts into one turn.
  return textOf(fields.prompt_id) ?? (turn && JSON.stringify([turn, fields.prompt]));
}
