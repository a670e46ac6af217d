import { createHash } from 'node:crypto';
import { BinnacleError, isJsonObject, type JsonObject, MAX_ID_CHARS, type WireEventInput } from '@binnacle/events';

/** Attributes that every CloudEvent 1.0 has. */
const REQUIRED = ['specversion', 'id', 'source', 'type'] as const;
/** The extensions that say where an event belongs; CloudEvents allows letters and digits in names only. */
const REFERENCES = {
  sessionid: 'session_id',
  graphid: 'graph_id',
  nodeid: 'node_id',
  parentid: 'parent_id',
} as const;
const VISIBLE = /^[\x21-\x7e]+$/;

/**
 * A CloudEvent (structured form) as an event: `type` `agent.blocked` is `agent:blocked`, `subject` is the agent.
 *
 * @throws BinnacleError `not_an_object`, `field_missing`, `field_invalid`
 */
export function cloudEvent(input: unknown): WireEventInput {
  if (!isJsonObject(input)) throw new BinnacleError('not_an_object', 'a CloudEvent must be a JSON object');
  const [version, id, source, type] = REQUIRED.map((name) => required(input, name)) as [string, string, string, string];
  if (version !== '1.0') throw invalid('specversion', 'must be "1.0"');
  return {
    id: idOf(source, id),
    type: typeOf(type),
    ...(input.time != null && { timestamp: input.time as string }),
    agent_id: reference(input.agentid ?? input.subject),
    ...Object.fromEntries(Object.entries(REFERENCES).map(([name, field]) => [field, reference(input[name])])),
    payload: { ...payloadOf(input), cloudevent: { id, source, type } },
  };
}

function required(input: JsonObject, field: (typeof REQUIRED)[number]): string {
  const value = input[field];
  if (value == null || value === '') {
    throw new BinnacleError('field_missing', `\`${field}\` is required in a CloudEvent`, { field });
  }
  if (typeof value !== 'string') throw invalid(field, 'must be a string');
  return value;
}

/** An id is unique within its source: two producers that count from 1 are not each other's repeats. */
function idOf(source: string, id: string): string {
  const hash = (text: string) => createHash('sha256').update(text).digest('hex');
  const readable = `ce-${hash(source).slice(0, 16)}-${id}`;
  return readable.length <= MAX_ID_CHARS && VISIBLE.test(id) ? readable : `ce-${hash(JSON.stringify([source, id]))}`;
}

/** `agent:blocked`, `agent.blocked` and `com.example.agent.blocked` are one type: the last two words. */
function typeOf(type: string): string {
  const [action = '', category = 'cloudevent'] = type
    .toLowerCase()
    .split(/[.:/]/)
    .map((word) => word.replace(/[^a-z0-9_-]+/g, '-').replace(/^[^a-z0-9]+|-+$/g, ''))
    .filter(Boolean)
    .reverse();
  return `${category.replace(/^[^a-z]+/, '').slice(0, 32) || 'cloudevent'}:${action.slice(0, 64)}`;
}

const reference = (value: unknown): string | null =>
  typeof value === 'string' ? value : value == null ? null : String(value);

function payloadOf({ data, data_base64 }: JsonObject): JsonObject {
  if (isJsonObject(data)) return data;
  if (typeof data_base64 === 'string') return { data_base64 };
  return data === undefined || data === null ? {} : { data };
}

const invalid = (field: string, must: string) => new BinnacleError('field_invalid', `\`${field}\` ${must}`, { field });
