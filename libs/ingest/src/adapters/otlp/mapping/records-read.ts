/** Records as nodes of their traces, with the events that mappings made of them. */
import { identityOf, MAX_REFERENCE_CHARS, type OtlpRecord, toStorable } from '@binnacle/events';
import type { PluginRegistry } from '@binnacle/registry';
import { unownedEvent } from './event-of-mapped.js';
import { rawRecord } from './raw-record.js';
import type { OpenNode } from './trace-node.js';

/** Of a record that belongs to no trace. */
const ALONE = '';

export function readRecord(record: OtlpRecord, { mappings }: Pick<PluginRegistry, 'mappings'>): OpenNode | undefined {
  const mapped = mappings.read(record);
  if (!mapped && record.signal === 'metric') return undefined;
  const { events, sessionId, agentId, leads } = mapped ?? {
    events: [rawRecord(record)],
    ...identityOf(record.attributes),
    leads: false,
  };
  const unowned = events.map((part, index) => unownedEvent(record, part, index));
  const service = record.resource['service.name'];
  const isSpan = record.signal === 'span';
  return {
    traceId: record.signal === 'metric' ? ALONE : record.traceId,
    nodeId: isSpan ? record.spanId : `log:${unowned[0]?.event.id ?? ''}`,
    parentId: (isSpan ? record.parentSpanId : record.signal === 'log' ? record.spanId : '') || null,
    sessionId: reference(sessionId),
    agentId: reference(agentId),
    leads: leads ?? false,
    isPartial: isSpan && record.endNs === 0n,
    held: { unowned, service: typeof service === 'string' ? reference(service) : null },
  };
}

const reference = (text: string | undefined): string | null =>
  text ? toStorable(text.slice(0, MAX_REFERENCE_CHARS)) : null;

/** Whether others may hang on it, or it on others. Log records that say whose they are don't. */
export const isOfTrace = ({ traceId, nodeId, parentId, sessionId, agentId }: OpenNode): boolean => {
  if (traceId === ALONE) return false;
  return !nodeId.startsWith('log:') || (parentId !== null && (sessionId === null || agentId === null));
};
