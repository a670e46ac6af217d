/** Calls of tools, which every client tells in nearly the same words. */
import { isJsonObject, type JsonObject } from '@binnacle/events';
import { type HookBody, textOf } from '../hook-body.js';
import { hookQuestionText } from '../hook-question-text.js';
import { amount, type Mapping } from './mapping.js';

const call = ({ fields, tool, toolUseId }: HookBody): JsonObject => ({
  tool_name: tool,
  tool_use_id: toolUseId ?? null,
  input: fields.tool_input ?? null,
});
const ended = (body: HookBody): JsonObject => ({ ...call(body), duration_ms: amount(body.fields.duration_ms) });

export const toolCalled: Mapping = (body) => ({ type: 'tool:called', payload: call(body) });

export const toolCompleted: Mapping = (body) => ({
  type: 'tool:completed',
  payload: { ...ended(body), output: body.fields.tool_response ?? null },
});

export const toolFailed: Mapping = (body) => ({
  type: 'tool:failed',
  payload: { ...ended(body), error: body.fields.error ?? null },
});

/** Of clients that have one hook for both ends. */
export const toolEnded: Mapping = (body) => {
  const completed = toolCompleted(body);
  const { tool_response: response } = body.fields;
  const error = isJsonObject(response) ? response.error : undefined;
  return error ? { type: 'tool:failed', payload: { ...completed.payload, error } } : completed;
};

/** Refused by the client's own rules: the call that was told before does not run. */
export const toolDenied: Mapping = (body) => ({
  type: 'tool:failed',
  payload: { ...call(body), error: `Denied: ${textOf(body.fields.reason) ?? 'no reason told'}` },
});

/** Answered in the agent's own terminal: the dashboard must not offer a form that reaches nobody. */
export const permission: Mapping = (body) => ({
  type: 'agent:blocked',
  payload: {
    question: hookQuestionText(body),
    answerable: false,
    action: { tool: body.tool, args: body.input, call_id: body.toolUseId ?? null },
  },
});
