import { type JsonObject, type OtlpRecord, toStorable } from '@binnacle/events';
import type { MappedPart } from './event-of-mapped.js';

const CUMULATIVE = 2;

/** What no mapping understands, whole: kept, hidden until somebody asks for it. */
export function rawRecord(record: OtlpRecord): MappedPart {
  const { signal, resource, scope, attributes } = record;
  const origin = { hidden: true, attributes, resource, scope: { name: scope.name, version: scope.version } };
  switch (signal) {
    case 'span': {
      const { name, kind, status, startNs, endNs, events, links } = record;
      const payload: JsonObject = {
        name,
        kind,
        status: { ...status },
        ...origin,
        events: events.map((event) => ({ ...event, timeNs: event.timeNs.toString() })),
        links: links.map((link) => ({ ...link })),
        start_ns: startNs.toString(),
        end_ns: endNs.toString(),
        ...(endNs > startNs && { duration_ms: Number(endNs - startNs) / 1e6 }),
      };
      return { type: 'otel:span', at: 'start', payload: toStorable(payload) };
    }
    case 'log': {
      const { body, eventName, severityNumber, severityText } = record;
      const named = attributes['event.name'] ?? (eventName || (typeof body === 'string' ? body : ''));
      const payload = { name: named, body, severity_number: severityNumber, severity: severityText, ...origin };
      return { type: 'otel:log', payload: toStorable(payload) };
    }
    default: {
      const { name, unit, value, kind, count, temporality, startNs } = record;
      const counted = { ...(count !== undefined && { count }), is_running_total: temporality === CUMULATIVE };
      const payload = { name, unit, value, kind, ...counted, start_ns: startNs.toString(), ...origin };
      return { type: 'otel:metric', payload: toStorable(payload) };
    }
  }
}
