import { isJsonObject, type JsonObject, type JsonValue } from '@binnacle/events';

/** Agent clients whose hooks are understood. */
export const HOOK_VENDORS = ['claude-code', 'codex', 'gemini'] as const;
export type HookVendor = (typeof HOOK_VENDORS)[number];

/** What every hook body may say, whoever sends it. Texts that are missing or empty are undefined. */
export interface HookBody {
  readonly vendor: HookVendor;
  /** `hook_event_name`. */
  readonly hook: string;
  readonly sessionId: string | undefined;
  /** Of a subagent. */
  readonly agentId: string | undefined;
  readonly tool: string;
  readonly input: JsonObject;
  /** Gemini CLI sends none; Claude Code's PermissionRequest neither. */
  readonly toolUseId: string | undefined;
  readonly fields: JsonObject;
}

/** Undefined for what is no JSON object. @param input already made storable */
export function hookBody(vendor: HookVendor, input: unknown): HookBody | undefined {
  if (!isJsonObject(input)) return undefined;
  return {
    vendor,
    hook: textOf(input.hook_event_name) ?? 'unknown',
    sessionId: textOf(input.session_id)?.slice(0, 256),
    agentId: textOf(input.agent_id)?.slice(0, 256),
    tool: textOf(input.tool_name)?.slice(0, 256) ?? 'unknown',
    input: isJsonObject(input.tool_input) ? input.tool_input : {},
    toolUseId: textOf(input.tool_use_id)?.slice(0, 256),
    fields: input,
  };
}

export const textOf = (value: JsonValue | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
