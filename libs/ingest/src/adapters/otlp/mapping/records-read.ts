/** Records as nodes of their traces, with the events that mappings made of them. */
import { identityOf, MAX_REFERENCE_CHARS, type OtlpRecord, toStorable } from '@binnacle/events';
import type { PluginRegistry } from '@binnacle/registry';
import { unownedEvent } from './event-of-mapped.js';
import { rawRecord } from './raw-record.js';
import type { OpenNode } from './trace-node.js';

/** Of a record that belongs to no trace. */
const ALONE = '';
/** Before the session of a metric. */
const SUMS = 'sums:';

export function readRecord(record: OtlpRecord, { mappings }: Pick<PluginRegistry, 'mappings'>): OpenNode | undefined {
  const mapped = mappings.read(record);
  if (!mapped && record.signal === 'metric') return undefined;
  const { events, sessionId, agentId, leads, keepRaw } = mapped ?? {
    events: [],
    ...identityOf(record.attributes),
    leads: false,
    keepRaw: true,
  };
  const parts = keepRaw ? [...events, rawRecord(record)] : events;
  const unowned = parts.map((part, index) => unownedEvent(record, part, index));
  const { agentId: processAgent, sessionId: session } = identityOf(record.resource);
  const service = processAgent ?? record.resource['service.name'];
  const held = {
    unowned,
    service: typeof service === 'string' ? reference(service) : null,
    ...(session && { session: reference(session) }),
  };
  const own = { sessionId: reference(sessionId), agentId: reference(agentId), leads: leads ?? false, held };
  const eventId = unowned[0]?.event.id ?? '';
  switch (record.signal) {
    case 'span': {
      const { traceId, spanId: nodeId, parentSpanId, endNs } = record;
      return { ...own, traceId, nodeId, parentId: parentSpanId || null, isPartial: endNs === 0n };
    }
    case 'log':
      return {
        ...own,
        traceId: record.traceId,
        nodeId: `log:${eventId}`,
        parentId: record.spanId || null,
        isPartial: false,
      };
    default: {
      const of = own.sessionId ?? held.session ?? null;
      const alone = { ...own, sessionId: of, nodeId: eventId, parentId: null };
      // Waits for the calls that it is the sum of.
      return of === null
        ? { ...alone, traceId: ALONE, isPartial: false }
        : { ...alone, traceId: `${SUMS}${of}`, isPartial: true };
    }
  }
}

const reference = (text: string | undefined): string | null =>
  text ? toStorable(text.slice(0, MAX_REFERENCE_CHARS)) : null;

/** A metric, which says in a sum what calls may say one by one. */
export const isSum = ({ traceId }: Pick<OpenNode, 'traceId'>): boolean => traceId.startsWith(SUMS);

/** Whether others may hang on it, or it on others. Log records that say whose they are don't. */
export const isOfTrace = ({ traceId, nodeId, parentId, sessionId, agentId }: OpenNode): boolean => {
  if (traceId === ALONE) return false;
  return !nodeId.startsWith('log:') || (parentId !== null && (sessionId === null || agentId === null));
};
