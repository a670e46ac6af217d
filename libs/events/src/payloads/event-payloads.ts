import type { JsonObject, JsonValue } from '../json.js';

/**
 * Payload shapes of the well-known types. Every field is optional and may be null, and other fields are kept as they
 * are: agents differ, and an event with an unusual payload is still worth having. A known field of the wrong kind is
 * refused, because panels read it.
 *
 * A plugin adds its own types by declaration merging:
 *
 * @example
 * declare module '@binnacle/plugin-kit' {
 *   interface EventPayloads { 'deploy:finished': { version: string } }
 * }
 */
export interface EventPayloads {
  'agent:started': AgentPayload;
  'agent:blocked': QuestionPayload;
  'agent:resumed': AnswerPayload;
  'agent:completed': ResultPayload;
  'agent:failed': FailurePayload;
  'agent:cancelled': AgentPayload;
  'tool:called': ToolPayload;
  'tool:started': ToolPayload;
  'tool:completed': ToolPayload;
  'tool:failed': ToolPayload;
  'model:request': ModelPayload;
  'model:response': ModelPayload;
  'graph:started': ProgressPayload;
  'graph:progress': ProgressPayload;
  'graph:completed': ProgressPayload;
  'graph:failed': FailurePayload;
  'user:message': MessagePayload;
}

type Optional<T> = { readonly [K in keyof T]?: T[K] | null } & { readonly [key: string]: unknown };

export type AgentPayload = Optional<{ name: string; task: string; model: string; reason: string }>;
/** `options` are texts, or objects with a `value` and a `label` to show. `msg_id` makes repeats one question. */
export type QuestionPayload = Optional<{ question: string; options: readonly QuestionOption[]; msg_id: string }>;
export type QuestionOption =
  | string
  | { readonly value: string; readonly label?: string | null; readonly description?: string | null };
export type AnswerPayload = Optional<{
  question: string;
  answer: string;
  msg_id: string;
  question_id: string;
  answered_by: string;
}>;
export type ResultPayload = Optional<{ result: JsonValue; summary: string; duration_ms: number }>;
export type FailurePayload = Optional<{ error: JsonValue; message: string; duration_ms: number }>;
/** `tool_use_id` joins the call with its end. Durations in milliseconds. */
export type ToolPayload = Optional<{
  tool_name: string;
  tool_use_id: string;
  input: JsonValue;
  output: JsonValue;
  error: JsonValue;
  duration_ms: number;
}>;
/** Tokens are counts, `cost_usd` is US dollars, durations are milliseconds. */
export type ModelPayload = Optional<{
  model: string;
  input_tokens: number;
  output_tokens: number;
  cost_usd: number;
  duration_ms: number;
}>;
/** `completed` of `total` units of work; `label` says what is being done now. */
export type ProgressPayload = Optional<{ completed: number; total: number; label: string }>;
export type MessagePayload = Optional<{ text: string }>;

export type PayloadOf<T extends string> = T extends keyof EventPayloads ? EventPayloads[T] : JsonObject;
