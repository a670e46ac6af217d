import { isJsonObject, type JsonObject, type JsonValue } from '@binnacle/events';

/** Agent clients whose hooks are understood. */
export const HOOK_VENDORS = ['claude-code', 'codex', 'gemini'] as const;
export type HookVendor = (typeof HOOK_VENDORS)[number];

/** What every hook body may say, whoever sends it. Texts that are missing or empty are undefined. */
export interface HookBody {
  readonly vendor: HookVendor;
  /** {@link UNKNOWN} when the body does not say. */
  readonly hook: string;
  readonly sessionId: string | undefined;
  /** Of a subagent. */
  readonly agentId: string | undefined;
  /** {@link UNKNOWN} when the body does not say. */
  readonly tool: string;
  /** What is no object is within one, as `value`: nobody approves what they do not see. */
  readonly input: JsonObject;
  /** Gemini CLI sends none; Claude Code's PermissionRequest neither. */
  readonly toolUseId: string | undefined;
  readonly fields: JsonObject;
}

export const UNKNOWN = 'unknown';

/**
 * Where the body says what, the names of the client first. VS Code runs Claude Code's hooks and sends `hookEventName` and
 * `sessionId`; `notify` of Codex has a `type` and dashes.
 */
const NAMES = {
  hook: ['hook_event_name', 'hookEventName', 'type'],
  session: ['session_id', 'sessionId', 'thread-id'],
  toolUse: ['tool_use_id', 'toolUseId'],
  tool: ['tool_name', 'toolName'],
} as const;

/** Undefined for what is no JSON object. @param input already made storable */
export function hookBody(vendor: HookVendor, input: unknown): HookBody | undefined {
  if (!isJsonObject(input)) return undefined;
  const text = (names: readonly string[]) => {
    const name = names.find((one) => textOf(input[one]) !== undefined);
    return name === undefined ? undefined : textOf(input[name])?.slice(0, MAX_CHARS);
  };
  return {
    vendor,
    hook: text(NAMES.hook) ?? UNKNOWN,
    sessionId: text(NAMES.session),
    agentId: text(['agent_id']),
    tool: text(NAMES.tool) ?? UNKNOWN,
    input: inputOf(input.tool_input),
    toolUseId: text(NAMES.toolUse),
    fields: input,
  };
}

/** Of a name or an id. */
const MAX_CHARS = 256;

function inputOf(value: JsonValue | undefined): JsonObject {
  if (isJsonObject(value)) return value;
  return value === undefined || value === null ? {} : { value };
}

export const textOf = (value: JsonValue | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
