/**
 * What was said to a model and by it, wherever a version of the convention puts it: attributes (as JSON or structured), numbered
 * attributes (`gen_ai.prompt.0.content`), or events of the span.
 */
import { isJsonObject, type JsonObject, type JsonValue, type SpanRecord } from '@binnacle/plugin-kit';
import { json, parsed } from '../reading/attributes.js';

export interface Contents {
  readonly input: JsonValue | undefined;
  readonly output: JsonValue | undefined;
}

export function contentsOf({ attributes, events }: Pick<SpanRecord, 'attributes' | 'events'>): Contents {
  const told = Object.assign({}, ...events.filter(({ name }) => DETAILS.has(name)).map((event) => event.attributes));
  const all = { ...told, ...attributes } as JsonObject;
  const spoken = events.flatMap(({ name, attributes: said }) => messageOf(name, said));
  const input = spoken.filter(({ isAnswer }) => !isAnswer).map(({ message }) => message);
  const output = spoken.filter(({ isAnswer }) => isAnswer).map(({ message }) => message);
  return {
    input: json(all, 'gen_ai.input.messages', 'gen_ai.prompt') ?? numbered(all, 'gen_ai.prompt.') ?? filled(input),
    output:
      json(all, 'gen_ai.output.messages', 'gen_ai.completion') ?? numbered(all, 'gen_ai.completion.') ?? filled(output),
  };
}

/** Events whose attributes are those of the span. */
const DETAILS = new Set([
  'gen_ai.client.inference.operation.details',
  'gen_ai.content.prompt',
  'gen_ai.content.completion',
]);

const SPOKEN = /^gen_ai\.(system|user|assistant|tool)\.message$/;

/** `gen_ai.user.message` and its like: the fields are attributes, or `event_body` or `body` holds them as JSON. */
export function messageOf(name: string, said: JsonObject): { message: JsonObject; isAnswer: boolean }[] {
  const isAnswer = name === 'gen_ai.choice' || name === 'gen_ai.assistant.choice';
  const role = SPOKEN.exec(name)?.[1];
  if (!isAnswer && !role) return [];
  const body = json(said, 'event_body', 'body', 'gen_ai.event.content');
  const fields: JsonObject = { ...said, ...(isJsonObject(body) ? body : {}) };
  const { event_body: _, body: __, 'gen_ai.event.content': ___, ...rest } = fields;
  const message = typeof rest.message === 'string' ? { ...rest, message: parsed(rest.message) } : rest;
  return [{ message: { role: role ?? 'assistant', ...message }, isAnswer }];
}

/** `gen_ai.prompt.0.role`, `gen_ai.prompt.0.content` … → messages in their order. */
export function numbered(attributes: JsonObject, prefix: string): JsonValue | undefined {
  const messages = new Map<number, JsonObject>();
  for (const key in attributes) {
    if (!key.startsWith(prefix)) continue;
    const [index = '', ...path] = key.slice(prefix.length).split('.');
    if (!/^\d{1,5}$/.test(index) || path.length === 0) continue;
    const message = messages.get(Number(index)) ?? {};
    messages.set(Number(index), { ...message, [path.join('.')]: attributes[key] ?? null });
  }
  return filled([...messages].sort(([a], [b]) => a - b).map(([, message]) => message));
}

const filled = (list: readonly JsonValue[]): JsonValue | undefined => (list.length > 0 ? [...list] : undefined);
