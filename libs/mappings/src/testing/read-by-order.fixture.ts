import type { JsonObject, LogRecord, MappedEvent, MetricPoint, SpanRecord } from '@binnacle/plugin-kit';
import { mapRecord } from '@binnacle/plugin-kit/testing';
import * as all from '../index.js';

const { mappingsPlugin: _, ...MAPPINGS } = all;
const IN_ORDER = Object.values(MAPPINGS).sort((a, b) => (a.mapping.order ?? 100) - (b.mapping.order ?? 100));

export interface Told {
  readonly type: string;
  readonly payload: JsonObject;
  readonly agentId: string | undefined;
  readonly sessionId: string | undefined;
  readonly fact: string | undefined;
}

const RAW = { span: 'otel:span', log: 'otel:log', metric: 'otel:metric' } as const;

/** What the built-in mappings make of records, each read by the first that understands it, as the server does. */
export const told = (...records: readonly (SpanRecord | LogRecord | MetricPoint)[]): Told[] =>
  records.flatMap((record) => {
    const mapped = IN_ORDER.map((mapping) => mapRecord(mapping, record)).find((one) => one !== undefined);
    const name = record.signal === 'log' ? record.eventName : record.name;
    const raw: MappedEvent = { type: RAW[record.signal], payload: { name } };
    const events = mapped ? [...mapped.events, ...(mapped.keepRaw ? [raw] : [])] : [raw];
    return events.map(({ type, payload, agentId, fact }) => ({
      type,
      payload,
      agentId: agentId ?? mapped?.agentId,
      sessionId: mapped?.sessionId,
      fact,
    }));
  });

export const typesOf = (events: readonly Told[]) => events.map(({ type }) => type);
/** The payload of the only event of a type. */
export const only = (events: readonly Told[], type: string): JsonObject => {
  const found = events.filter((event) => event.type === type);
  if (found.length !== 1) throw new Error(`${found.length} events are ${type}: ${typesOf(events).join(' ')}`);
  return found[0]?.payload ?? {};
};
