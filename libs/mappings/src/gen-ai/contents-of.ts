/**
 * What was said to a model and by it, wherever a version of the convention puts it: attributes (as JSON or structured), numbered
 * attributes (`gen_ai.prompt.0.content`), events of the span, or a list of such events in an attribute.
 */
import { isJsonObject, type JsonObject, type JsonValue, type SpanRecord } from '@binnacle/plugin-kit';
import { json, parsed, text } from '../reading/attributes.js';
import { numbered } from '../reading/flattened.js';

export interface Contents {
  readonly input: JsonValue | undefined;
  readonly output: JsonValue | undefined;
}

export function contentsOf({ attributes, events }: Pick<SpanRecord, 'attributes' | 'events'>): Contents {
  const told = Object.assign({}, ...events.filter(({ name }) => DETAILS.has(name)).map((event) => event.attributes));
  const all = { ...told, ...attributes } as JsonObject;
  const spoken = [
    ...events.flatMap(({ name, attributes: said }) => messageOf(name, said)),
    ...listedEvents(attributes).flatMap((event) => messageOf(text(event, 'event.name') ?? '', event)),
  ];
  return {
    input: fullest(first(all, INPUTS), listOf(all, NUMBERED_INPUTS), said(spoken, false)),
    output: fullest(first(all, OUTPUTS), listOf(all, NUMBERED_OUTPUTS), said(spoken, true)),
  };
}

/** The first that says something: LiteLLM puts calls of tools beside messages without any part. */
const fullest = (...told: readonly (JsonValue | undefined)[]): JsonValue | undefined =>
  told.find((one) => one !== undefined && !isEmpty(one)) ?? told.find((one) => one !== undefined);

const isEmpty = (messages: JsonValue): boolean =>
  Array.isArray(messages) &&
  messages.every(
    (one) => isJsonObject(one) && Array.isArray(one.parts) && one.parts.length === 0 && one.content === undefined,
  );

const INPUTS = ['gen_ai.input.messages', 'gen_ai.prompt', 'gen_ai.request.messages', 'gen_ai.request.prompt'] as const;
const OUTPUTS = [
  'gen_ai.output.messages',
  'gen_ai.completion',
  'gen_ai.response.messages',
  'gen_ai.response.text',
] as const;
/** The last are of OpenLLMetry before it used these conventions. */
const NUMBERED_INPUTS = ['gen_ai.prompt.', 'gen_ai.input.messages.', 'llm.prompts.'] as const;
const NUMBERED_OUTPUTS = ['gen_ai.completion.', 'gen_ai.output.messages.', 'llm.completions.'] as const;

const first = (all: JsonObject, keys: readonly string[]): JsonValue | undefined => json(all, ...keys);

function listOf(all: JsonObject, prefixes: readonly string[]): JsonValue | undefined {
  for (const prefix of prefixes) {
    const list = numbered(all, prefix);
    if (list !== undefined) return list;
  }
  return undefined;
}

interface Spoken {
  readonly message: JsonObject;
  readonly isAnswer: boolean;
}

function said(spoken: readonly Spoken[], isAnswer: boolean): JsonValue | undefined {
  const messages = spoken.filter((one) => one.isAnswer === isAnswer).map(({ message }) => message);
  return messages.length > 0 ? messages : undefined;
}

/** Events whose attributes are those of the span. */
const DETAILS = new Set([
  'gen_ai.client.inference.operation.details',
  'gen_ai.content.prompt',
  'gen_ai.content.completion',
]);

/** As an attribute: Pydantic AI of the first version of its data. */
function listedEvents(attributes: JsonObject): readonly JsonObject[] {
  const list = json(attributes, 'events', 'all_messages_events');
  return Array.isArray(list)
    ? (list.filter((item) => isJsonObject(item) && item['event.name'] !== undefined) as JsonObject[])
    : [];
}

const SPOKEN = /^gen_ai\.(system|user|assistant|tool)\.message$/;

/** `gen_ai.user.message` and its like: the fields are attributes, or `event_body` or `body` holds them as JSON. */
export function messageOf(name: string, said: JsonObject): Spoken[] {
  const isAnswer = name === 'gen_ai.choice' || name === 'gen_ai.assistant.choice';
  const role = SPOKEN.exec(name)?.[1];
  if (!isAnswer && !role) return [];
  const body = json(said, 'event_body', 'body', 'gen_ai.event.content');
  const fields: JsonObject = { ...said, ...(isJsonObject(body) ? body : {}) };
  const { event_body: _, body: __, 'gen_ai.event.content': ___, 'event.name': ____, ...rest } = fields;
  const message = typeof rest.message === 'string' ? { ...rest, message: parsed(rest.message) } : rest;
  return [{ message: { role: role ?? 'assistant', ...message }, isAnswer }];
}
