/**
 * Claude Code's hook bodies as events, for observation: nothing here decides for the agent.
 *
 * Bodies as sent by Claude Code 2.1. A permission prompt becomes `agent:blocked` with `answerable: false`: it is answered in
 * the terminal, and the dashboard must not offer a form that reaches nobody.
 */
import { createHash } from 'node:crypto';
import { isJsonObject, type JsonObject, type JsonValue, toStorable, type WireEventInput } from '@binnacle/events';

type Mapped = { readonly type: string; readonly payload: JsonObject };
type Mapping = (body: JsonObject) => Mapped;

const tool = (body: JsonObject): JsonObject => ({
  tool_name: text(body.tool_name) ?? 'unknown',
  tool_use_id: text(body.tool_use_id) ?? null,
  input: body.tool_input ?? null,
});

const MAPPINGS: Readonly<Record<string, Mapping>> = {
  SessionStart: (body) => ({
    type: 'agent:started',
    payload: { name: 'Claude Code', model: text(body.model) ?? null, reason: text(body.source) ?? null },
  }),
  SessionEnd: (body) => ({
    type: 'agent:completed',
    payload: { summary: `Session ended: ${text(body.reason) ?? 'unknown'}` },
  }),
  SubagentStart: (body) => ({ type: 'agent:started', payload: { name: text(body.agent_type) ?? null } }),
  SubagentStop: (body) => ({ type: 'agent:completed', payload: { result: body.last_assistant_message ?? null } }),
  UserPromptSubmit: (body) => ({ type: 'user:message', payload: { text: text(body.prompt) ?? '' } }),
  PreToolUse: (body) => ({ type: 'tool:called', payload: tool(body) }),
  PostToolUse: (body) => ({
    type: 'tool:completed',
    payload: { ...tool(body), output: body.tool_response ?? null, duration_ms: duration(body) },
  }),
  PostToolUseFailure: (body) => ({
    type: 'tool:failed',
    payload: { ...tool(body), error: body.error ?? null, duration_ms: duration(body) },
  }),
  PermissionRequest: (body) => ({
    type: 'agent:blocked',
    payload: { question: permissionQuestion(body), answerable: false, action: tool(body) },
  }),
  Notification: (body) => ({
    type: 'agent:notified',
    payload: { message: text(body.message) ?? '', kind: text(body.notification_type) ?? null },
  }),
  Stop: (body) => ({ type: 'agent:completed', payload: { result: body.last_assistant_message ?? null } }),
};

/**
 * Any JSON object becomes one event: an unknown hook is kept as `agent:hook`, since refusing it would lose what a newer
 * client has to say. Text that Postgres can't store is replaced, because a hook is not sent twice.
 */
export function claudeCodeEvent(input: unknown): WireEventInput | undefined {
  if (!isJsonObject(input)) return undefined;
  const body = toStorable(input);
  const hook = text(body.hook_event_name) ?? 'unknown';
  const mapped = Object.hasOwn(MAPPINGS, hook) ? MAPPINGS[hook]?.(body) : undefined;
  const session = text(body.session_id)?.slice(0, 256);
  return {
    id: repeatableId(body, hook, session),
    type: mapped?.type ?? 'agent:hook',
    agent_id: (text(body.agent_id) ?? `claude-code:${session?.slice(0, 8) ?? 'unknown'}`).slice(0, 256),
    session_id: session,
    payload: { ...(mapped?.payload ?? { ...body }), source: 'claude-code', hook, cwd: text(body.cwd) ?? null },
  };
}

/** The same tool call reported twice is one event; what has no id of its own gets a fresh one. */
function repeatableId(body: JsonObject, hook: string, session: string | undefined): string | undefined {
  const toolUse = text(body.tool_use_id);
  if (!toolUse || !session) return undefined;
  return `claude-code-${createHash('sha256')
    .update(JSON.stringify([session, toolUse, hook]))
    .digest('hex')
    .slice(0, 32)}`;
}

function permissionQuestion(body: JsonObject): string {
  const input = isJsonObject(body.tool_input) ? body.tool_input : {};
  const questions = Array.isArray(input.questions) ? input.questions : [];
  const asked = questions.flatMap((item) =>
    isJsonObject(item) && typeof item.question === 'string' ? [item.question] : [],
  );
  if (asked.length > 0) return asked.join('\n');
  const detail = text(input.command) ?? text(input.file_path) ?? text(input.description);
  return `Allow ${text(body.tool_name) ?? 'a tool'}${detail ? `: ${detail}` : ''}?`;
}

const text = (value: JsonValue | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
const duration = (body: JsonObject): number | null =>
  typeof body.duration_ms === 'number' && body.duration_ms >= 0 ? body.duration_ms : null;
