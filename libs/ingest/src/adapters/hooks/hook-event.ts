/** Hook bodies of agent clients as events, for observation: nothing here decides for the agent. */
import { createHash } from 'node:crypto';
import { toStorable, type WireEventInput } from '@binnacle/events';
import { type HookBody, type HookVendor, hookBody, textOf } from './hook-body.js';
import { HOOK_MAPPINGS } from './hook-mappings.js';
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
  return {
    id: repeatableId(body),
    type: mapped?.type ?? RAW_HOOK,
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
  agentId ?? agent ?? `${vendor}:${sessionId?.slice(0, 8) ?? 'unknown'}`;

/**
 * A hook that is configured twice, as for the user and for the project, tells its fact twice: one event. What no field tells apart
 * from its next time gets a fresh id: twice told is better than lost.
 */
function repeatableId(body: HookBody): string | undefined {
  const { vendor, hook, sessionId } = body;
  const fact = factOf(body);
  if (!fact || !sessionId) return undefined;
  return `${vendor}-${createHash('sha256')
    .update(JSON.stringify([sessionId, ...fact, hook]))
    .digest('hex')
    .slice(0, 32)}`;
}

function factOf({ vendor, hook, tool, toolUseId, fields }: HookBody): readonly unknown[] | undefined {
  if (toolUseId) return [toolUseId];
  // Of Gemini CLI: when it ran its hooks, to the millisecond.
  if (vendor === 'gemini' && textOf(fields.timestamp)) return [fields.timestamp, tool, fields.tool_input];
  const prompt = textOf(fields.prompt_id) ?? textOf(fields.turn_id);
  return hook === 'UserPromptSubmit' && prompt ? [prompt, fields.prompt] : undefined;
}
