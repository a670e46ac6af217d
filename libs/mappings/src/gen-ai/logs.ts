/**
 * Log records of the GenAI conventions. Until 1.36 each message is one (`gen_ai.user.message`, `gen_ai.choice`); since then one record
 * has all of a call, and evaluations and exceptions have their own.
 */
import {
  identityOf,
  isJsonObject,
  type JsonObject,
  type LogRecord,
  type Mapped,
  type MappedEvent,
} from '@binnacle/plugin-kit';
import { amount, json, known, text } from '../reading/attributes.js';
import { eventName } from '../reading/event-name.js';
import { messageText } from '../reading/message-text.js';
import { contentsOf, messageOf } from './contents-of.js';
import { providerOf } from './model-span.js';
import { usageOf } from './usage-of.js';

type Event = (attributes: JsonObject, record: LogRecord) => readonly MappedEvent[];

/** Of a call that is beginning it tells what is asked; some write one record before and one after. */
const details: Event = (attributes) => {
  const { input, output } = contentsOf({ attributes, events: [] });
  const usage = usageOf(attributes);
  const error = text(attributes, 'error.message', 'error.type');
  const responseId = text(attributes, 'gen_ai.response.id');
  const finish = json(attributes, 'gen_ai.response.finish_reasons');
  const isAnswered =
    [output, error, responseId, finish].some((one) => one !== undefined) || Object.keys(usage).length > 0;
  const payload = known({
    model: text(attributes, ...(isAnswered ? ['gen_ai.response.model'] : []), 'gen_ai.request.model'),
    provider: providerOf(attributes),
    operation: text(attributes, 'gen_ai.operation.name'),
    response_id: responseId,
    finish_reasons: finish,
    input,
    system: json(attributes, 'gen_ai.system_instructions'),
    output,
    error,
    ...usage,
  });
  return [{ type: isAnswered ? 'model:response' : 'model:request', ofSpan: true, payload }];
};

/** What a call repeats of the conversation before it is said once in a trace. */
const spoken: Event = (attributes, { traceId, eventName: _, ...record }) => {
  const name = eventName({ ...record, traceId, eventName: _ });
  const [found] = messageOf(name, attributes);
  const message: JsonObject = found?.message ?? { ...attributes, role: roleOf(name, attributes) };
  const words = messageText(message) ?? messageText(attributes['gen_ai.prompt'] ?? attributes['gen_ai.completion']);
  const calls = json(message, 'tool_calls') ?? json((message.message ?? {}) as JsonObject, 'tool_calls');
  const payload = known({
    role: text(message, 'role'),
    text: words,
    tool_calls: calls,
    tool_use_id: text(message, 'id', 'tool_call_id')?.slice(0, 256),
    finish_reason: text(message, 'finish_reason'),
    provider: providerOf(attributes),
  });
  const fact = traceId && JSON.stringify([traceId, payload.role, words, calls ?? null, payload.tool_use_id ?? null]);
  return [{ type: 'model:message', payload, ...(fact && { fact }) }];
};
const roleOf = (name: string, attributes: JsonObject): string =>
  text(attributes, 'role') ?? (name === 'gen_ai.content.completion' ? 'assistant' : 'user');

const evaluated: Event = (attributes) => [
  {
    type: 'model:evaluated',
    payload: known({
      name: text(attributes, 'gen_ai.evaluation.name'),
      score: amount(attributes, 'gen_ai.evaluation.score.value'),
      label: text(attributes, 'gen_ai.evaluation.score.label'),
      explanation: text(attributes, 'gen_ai.evaluation.explanation'),
      response_id: text(attributes, 'gen_ai.response.id'),
      error: text(attributes, 'error.type'),
    }),
  },
];

/** The span that it was written in fails of the same. */
const failed: Event = (attributes) => {
  const message = text(attributes, 'exception.message', 'exception.type') ?? 'failed';
  const payload = known({
    model: text(attributes, 'gen_ai.response.model', 'gen_ai.request.model'),
    provider: providerOf(attributes),
    error: message,
    message,
    error_type: text(attributes, 'exception.type', 'error.type'),
  });
  return [{ type: 'model:response', ofSpan: true, payload }];
};

const EVENTS: Readonly<Record<string, Event>> = {
  'gen_ai.client.inference.operation.details': details,
  'gen_ai.client.operation.exception': failed,
  'gen_ai.evaluation.result': evaluated,
  'gen_ai.evaluation': evaluated,
  'gen_ai.system.message': spoken,
  'gen_ai.user.message': spoken,
  'gen_ai.assistant.message': spoken,
  'gen_ai.tool.message': spoken,
  'gen_ai.choice': spoken,
  'gen_ai.content.prompt': spoken,
  'gen_ai.content.completion': spoken,
};

export function genAiLog(record: LogRecord): Mapped | undefined {
  const name = eventName(record);
  const event = Object.hasOwn(EVENTS, name) ? EVENTS[name] : undefined;
  if (!event) return undefined;
  const attributes: JsonObject = { ...bodyOf(record), ...record.attributes };
  return { ...identityOf(attributes), events: event(attributes, record) };
}

/** Structured, or the JSON of it. */
function bodyOf({ body }: LogRecord): JsonObject {
  const value = json({ body }, 'body');
  if (isJsonObject(value)) return value;
  return typeof value === 'string' ? { content: value } : {};
}
