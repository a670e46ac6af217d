/**
 * Turns what a client sent into an {@link EventDraft}: the compiled form of `EventDto` for the ingest path.
 * `parse-event.spec.ts` holds it equal to the DTO on generated input. Not for trusted, already archived events (`fromWire`).
 */
import { v7 as uuidv7 } from 'uuid';
import { BinnacleError } from './errors/binnacle-error.js';
import type { EventDraft } from './event.js';
import { ACTION, CATEGORY } from './event-type.js';
import { assertStorableText, inspectJson } from './inspect-json.js';
import { isJsonObject, type JsonObject } from './json.js';
import { DEFAULT_LIMITS, type Limits, MAX_ID_CHARS, MAX_REFERENCE_CHARS } from './limits.js';
import { checkPayload } from './payloads/payload-check.js';
import { parseTimestamp } from './timestamp.js';

export interface Arrival {
  /** From the API key, never from the body. */
  readonly project: string;
  /** Canonical ISO 8601. */
  readonly receivedAt: string;
  readonly limits?: Limits;
}

/** Printable, no white space: ids stand in URLs, SSE fields and DOM ids. */
const VISIBLE = /^[\x21-\x7e\u00a1-\ud7ff\ue000-\ufefe\uff00-\uffef]+$/;

/**
 * @throws BinnacleError `not_an_object`, `field_missing`, `field_invalid`, `field_too_long`, `payload_too_deep`, `unstorable_text`
 */
export function parseEvent(input: unknown, arrival: Arrival): EventDraft {
  if (!isJsonObject(input)) throw new BinnacleError('not_an_object', 'an event must be a JSON object');
  const [category, action] = categoryAndAction(input);
  const type = `${category}:${action}`;
  const payload = payloadOf(input, (arrival.limits ?? DEFAULT_LIMITS).payloadDepth);
  checkPayload(type, payload);
  return {
    id: idOf(input),
    project: arrival.project,
    timestamp: timestampOf(input, arrival.receivedAt),
    receivedAt: arrival.receivedAt,
    type,
    category,
    action,
    agentId: reference(input, 'agent_id'),
    graphId: reference(input, 'graph_id'),
    nodeId: reference(input, 'node_id'),
    sessionId: reference(input, 'session_id'),
    parentId: reference(input, 'parent_id'),
    payload,
  };
}

function categoryAndAction(input: JsonObject): [string, string] {
  const type = input.type;
  if (type == null) return [word(input, 'category', CATEGORY), word(input, 'action', ACTION)];
  const [category, action, ...rest] = typeof type === 'string' ? type.split(':') : [];
  if (!category || !action || rest.length || !CATEGORY.test(category) || !ACTION.test(action)) {
    throw invalid('type', `must be category:action (${CATEGORY.source} and ${ACTION.source})`);
  }
  if ((input.category ?? category) !== category) throw invalid('category', `disagrees with \`type\` ${type}`);
  if ((input.action ?? action) !== action) throw invalid('action', `disagrees with \`type\` ${type}`);
  return [category, action];
}

function word(input: JsonObject, field: 'category' | 'action', pattern: RegExp): string {
  const value = input[field];
  if (value == null) throw new BinnacleError('field_missing', `\`${field}\` is required (or \`type\`)`, { field });
  if (typeof value !== 'string' || !pattern.test(value)) throw invalid(field, `must match ${pattern.source}`);
  return value;
}

function idOf(input: JsonObject): string {
  const id = input.id;
  if (id == null) return uuidv7();
  if (typeof id !== 'string') throw invalid('id', 'must be a string');
  if (id.length > MAX_ID_CHARS) throw tooLong('id', id.length, MAX_ID_CHARS);
  if (!VISIBLE.test(id)) throw invalid('id', 'must be 1 to 128 visible characters without white space');
  return id;
}

function timestampOf(input: JsonObject, receivedAt: string): string {
  if (input.timestamp == null) return receivedAt;
  const timestamp = parseTimestamp(input.timestamp);
  if (!timestamp) throw invalid('timestamp', 'must be ISO 8601 or epoch milliseconds, year 1970 to 9999');
  return timestamp;
}

function reference(input: JsonObject, field: string): string | null {
  const value = input[field];
  if (value == null || value === '') return null;
  if (typeof value !== 'string') throw invalid(field, 'must be a string');
  if (value.length > MAX_REFERENCE_CHARS) throw tooLong(field, value.length, MAX_REFERENCE_CHARS);
  assertStorableText(value, field);
  return value;
}

function payloadOf(input: JsonObject, maxDepth: number): JsonObject {
  const payload = input.payload;
  if (payload == null) return {};
  if (!isJsonObject(payload)) throw invalid('payload', 'must be a JSON object');
  inspectJson(payload, 'payload', maxDepth);
  return payload;
}

const invalid = (field: string, must: string) => new BinnacleError('field_invalid', `\`${field}\` ${must}`, { field });

const tooLong = (field: string, length: number, limit: number) =>
  new BinnacleError('field_too_long', `\`${field}\` has ${length} characters; the limit is ${limit}`, { field, limit });
