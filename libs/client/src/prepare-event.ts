import {
  BinnacleError,
  createEvent,
  cutPayload,
  DEFAULT_LIMITS,
  type EventInput,
  MAX_REFERENCE_CHARS,
  splitType,
  toStorable,
} from '@binnacle/events';
import { storablePayload } from './storable-payload.js';

/** An event as it goes over the wire. Serialised at once: what the agent changes afterwards does not change the event. */
export interface PreparedEvent {
  readonly id: string;
  readonly type: string;
  readonly json: string;
  /** Of `json` as UTF-8. */
  readonly bytes: number;
}

/** The server measures its own reading of the event, which may be a few bytes longer. */
const MAX_BYTES = DEFAULT_LIMITS.eventBytes - 1_024;

const REFERENCES = ['agent_id', 'graph_id', 'node_id', 'session_id', 'parent_id'] as const;

/** @throws BinnacleError `field_invalid` when `type` breaks the grammar or `timestamp` is no time */
export function prepareEvent<T extends string>(type: T, input: EventInput<T>): PreparedEvent {
  if (!splitType(type)) throw invalid('type', `${JSON.stringify(type)} is no category:action`);
  if (input.timestamp instanceof Date && Number.isNaN(input.timestamp.getTime())) {
    throw invalid('timestamp', 'an invalid Date');
  }
  const event: Record<string, unknown> = { ...createEvent(type, input) };
  for (const name of REFERENCES) {
    const value = event[name];
    if (typeof value === 'string') event[name] = toStorable(value.slice(0, MAX_REFERENCE_CHARS));
  }
  const payload = storablePayload(input.payload ?? {});
  const json = toJson(event, payload);
  if (Buffer.byteLength(json) <= MAX_BYTES) return prepared(event, json);
  const cut = cutPayload(payload, (smaller) => Buffer.byteLength(toJson(event, smaller)) <= MAX_BYTES);
  return prepared(event, toJson(event, cut));
}

const toJson = (event: object, payload: object): string => JSON.stringify({ ...event, payload });

const prepared = (event: Record<string, unknown>, json: string): PreparedEvent => ({
  id: String(event.id),
  type: String(event.type),
  json,
  bytes: Buffer.byteLength(json),
});

const invalid = (field: string, what: string) =>
  new BinnacleError('field_invalid', `\`${field}\` is ${what}`, { field });
