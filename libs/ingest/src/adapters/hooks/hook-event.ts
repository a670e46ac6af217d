/** Hook bodies of agent clients as events, for observation: nothing here decides for the agent. */
import { createHash } from 'node:crypto';
import { toStorable, type WireEventInput } from '@binnacle/events';
import { type HookBody, type HookVendor, hookBody, textOf } from './hook-body.js';
import { HOOK_MAPPINGS } from './hook-mappings.js';

export interface HookOrigin {
  /** Name of the agent, instead of one made from client and session. */
  readonly agent?: string;
}

/**
 * Any JSON object becomes one event: an unknown hook is kept as `agent:hook`, since refusing it would lose what a newer
 * client has to say. Text that Postgres can't store is replaced, because a hook is not sent twice.
 */
export function hookEvent(vendor: HookVendor, input: unknown, origin: HookOrigin = {}): WireEventInput | undefined {
  const body = hookBody(vendor, toStorable(input as never));
  if (!body) return undefined;
  const { hook, fields, sessionId } = body;
  const mappings = HOOK_MAPPINGS[vendor];
  const mapped = Object.hasOwn(mappings, hook) ? mappings[hook]?.(body) : undefined;
  return {
    id: repeatableId(body),
    type: mapped?.type ?? 'agent:hook',
    agent_id: hookAgent(body, origin),
    session_id: sessionId,
    payload: { ...(mapped?.payload ?? fields), source: vendor, hook, cwd: textOf(fields.cwd) ?? null },
  };
}

/** Who runs: a subagent by its own id, else the name that was given, else client and session. */
export const hookAgent = ({ vendor, agentId, sessionId }: HookBody, { agent }: HookOrigin): string =>
  agentId ?? agent ?? `${vendor}:${sessionId?.slice(0, 8) ?? 'unknown'}`;

/** The same tool call reported twice is one event; what has no id of its own gets a fresh one. */
function repeatableId({ vendor, hook, sessionId, toolUseId }: HookBody): string | undefined {
  if (!toolUseId || !sessionId) return undefined;
  return `${vendor}-${createHash('sha256')
    .update(JSON.stringify([sessionId, toolUseId, hook]))
    .digest('hex')
    .slice(0, 32)}`;
}
