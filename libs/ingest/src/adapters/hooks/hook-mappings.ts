/**
 * Which event each hook is, by the names the clients give them: Claude Code 2.1 and Codex 0.169 share most of theirs, Gemini
 * CLI 0.61 has its own. What is not here is kept as `agent:hook`.
 */
import { isJsonObject, type JsonObject } from '@binnacle/events';
import { type HookBody, type HookVendor, textOf } from './hook-body.js';
import { hookQuestionText } from './hook-question-text.js';

export interface Mapped {
  readonly type: string;
  readonly payload: JsonObject;
}
export type Mapping = (body: HookBody) => Mapped;

const NAMES: Readonly<Record<HookVendor, string>> = {
  'claude-code': 'Claude Code',
  codex: 'Codex',
  gemini: 'Gemini CLI',
};

const tool = ({ fields, tool: name, toolUseId }: HookBody): JsonObject => ({
  tool_name: name,
  tool_use_id: toolUseId ?? null,
  input: fields.tool_input ?? null,
});

const started: Mapping = ({ vendor, fields }) => ({
  type: 'agent:started',
  payload: { name: NAMES[vendor], model: textOf(fields.model) ?? null, reason: textOf(fields.source) ?? null },
});
const sessionEnded: Mapping = ({ fields }) => ({
  type: 'agent:completed',
  payload: { summary: `Session ended: ${textOf(fields.reason) ?? 'unknown'}` },
});
const turnEnded: Mapping = ({ fields }) => ({
  type: 'agent:completed',
  payload: { result: fields.last_assistant_message ?? fields.prompt_response ?? null },
});
const prompted: Mapping = ({ fields }) => ({
  type: 'user:message',
  payload: { text: textOf(fields.prompt) ?? '' },
});
const called: Mapping = (body) => ({ type: 'tool:called', payload: tool(body) });
const done: Mapping = (body) => {
  const failed = isJsonObject(body.fields.tool_response) && body.fields.tool_response.error;
  const end = { ...tool(body), output: body.fields.tool_response ?? null, duration_ms: duration(body.fields) };
  return failed
    ? { type: 'tool:failed', payload: { ...end, error: failed } }
    : { type: 'tool:completed', payload: end };
};
const failed: Mapping = (body) => ({
  type: 'tool:failed',
  payload: { ...tool(body), error: body.fields.error ?? null, duration_ms: duration(body.fields) },
});
/** Answered in the agent's own terminal: the dashboard must not offer a form that reaches nobody. */
const permission: Mapping = (body) => ({
  type: 'agent:blocked',
  payload: {
    question: hookQuestionText(body),
    answerable: false,
    action: { tool: body.tool, args: body.input, call_id: body.toolUseId ?? null },
  },
});
const notified: Mapping = ({ fields }) => ({
  type: 'agent:notified',
  payload: { message: textOf(fields.message) ?? '', kind: textOf(fields.notification_type) ?? null },
});

const CLAUDE_CODE: Readonly<Record<string, Mapping>> = {
  SessionStart: started,
  SessionEnd: sessionEnded,
  SubagentStart: ({ fields }) => ({ type: 'agent:started', payload: { name: textOf(fields.agent_type) ?? null } }),
  SubagentStop: turnEnded,
  UserPromptSubmit: prompted,
  PreToolUse: called,
  PostToolUse: (body) => ({ ...done(body), type: 'tool:completed' }),
  PostToolUseFailure: failed,
  PermissionRequest: permission,
  Notification: notified,
  Stop: turnEnded,
};

/** Prompts hold the whole conversation, again with every call: only what they cost is kept. */
const usage = ({ fields }: HookBody): JsonObject => {
  const request = isJsonObject(fields.llm_request) ? fields.llm_request : {};
  const response = isJsonObject(fields.llm_response) ? fields.llm_response : {};
  const counts = isJsonObject(response.usageMetadata) ? response.usageMetadata : {};
  return {
    model: textOf(request.model) ?? null,
    input_tokens: amount(counts.promptTokenCount),
    output_tokens: amount(counts.candidatesTokenCount),
  };
};

const GEMINI: Readonly<Record<string, Mapping>> = {
  SessionStart: started,
  SessionEnd: sessionEnded,
  BeforeAgent: prompted,
  AfterAgent: turnEnded,
  BeforeTool: called,
  AfterTool: done,
  BeforeModel: (body) => ({ type: 'model:request', payload: { model: usage(body).model ?? null } }),
  AfterModel: (body) => ({ type: 'model:response', payload: usage(body) }),
  Notification: notified,
};

export const HOOK_MAPPINGS: Readonly<Record<HookVendor, Readonly<Record<string, Mapping>>>> = {
  'claude-code': CLAUDE_CODE,
  codex: CLAUDE_CODE,
  gemini: GEMINI,
};

const amount = (value: unknown): number | null => (typeof value === 'number' && value >= 0 ? value : null);
const duration = (fields: JsonObject): number | null => amount(fields.duration_ms);
