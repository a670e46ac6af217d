import type { JsonObject, JsonValue } from '../json.js';
import type {
  Decision,
  QuestionAction,
  QuestionContext,
  QuestionItem,
  QuestionKind,
  QuestionOption,
  Reply,
  TimeoutPolicy,
} from './question-fields.js';

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
  'user:message_sent': MessageChangePayload;
  'user:message_read': MessageChangePayload;
  'question:claimed': QuestionChangePayload;
  'question:released': QuestionChangePayload;
  'question:assigned': QuestionChangePayload;
  'question:commented': QuestionChangePayload;
  'question:delivered': QuestionChangePayload;
  'question:undelivered': QuestionChangePayload;
  'question:continued': QuestionChangePayload;
  'question:expired': QuestionChangePayload;
  'question:overdue': QuestionChangePayload;
  'question:withdrawn': QuestionChangePayload;
  'question:mismatched': QuestionChangePayload;
  'question:rule_added': RulePayload;
  'question:rule_revoked': RulePayload;
}

type Optional<T> = { readonly [K in keyof T]?: T[K] | null } & { readonly [key: string]: unknown };

export type AgentPayload = Optional<{ name: string; task: string; model: string; reason: string }>;
/** `options` are texts, or objects with a `value` and a `label` to show. `msg_id` makes repeats one question. */
export type QuestionPayload = Optional<{
  question: string;
  options: readonly QuestionOption[];
  msg_id: string;
  /** Default: `form` with a schema, `approval` with an action, `choice` with options, else `text`. */
  kind: QuestionKind;
  /** Something else than the options may be answered; default true. */
  allow_other: boolean;
  action: QuestionAction;
  /** Of an approval; default approve, reject and respond. */
  allowed: readonly Decision[];
  /** JSON schema of the answer, of a `form`. */
  response_schema: JsonObject;
  /** Several questions in one. */
  items: readonly QuestionItem[];
  context: readonly QuestionContext[];
  expires_at: string;
  /** Instead of `expires_at`: seconds from when it was asked. */
  timeout_seconds: number;
  /** Default `wait`. */
  on_timeout: TimeoutPolicy;
  /** The answer of `on_timeout: default`, as the one who answers would give it. */
  default: JsonValue;
}>;
export type AnswerPayload = Optional<{
  question: string;
  answer: string;
  msg_id: string;
  question_id: string;
  answered_by: string;
  reply: Reply;
}>;
/** What became of a question besides being asked and answered; `by` is who did it. */
export type QuestionChangePayload = Optional<{
  question_id: string;
  msg_id: string;
  by: string;
  /** Of `delivered`: the door through which the agent took the answer. */
  door: string;
  /** Of `claimed`: ISO 8601. */
  until: string;
  /** Of `assigned`. */
  to: string;
  /** Of `commented`. */
  text: string;
  /** Of `mismatched`: what ran is not what was approved. */
  expected_hash: string;
  action_hash: string;
}>;
/** A standing approval was added or revoked. */
export type RulePayload = Optional<{
  rule_id: string;
  by: string;
  tool: string;
  args_hash: string;
  question_id: string;
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
/** A message to an agent was sent, or taken by it. */
export type MessageChangePayload = Optional<{
  message_id: string;
  /** Of `message_sent`. */
  text: string;
  by: string;
  /** Of `message_read`: the door through which the agent took it. */
  door: string;
}>;

export type PayloadOf<T extends string> = T extends keyof EventPayloads ? EventPayloads[T] : JsonObject;
