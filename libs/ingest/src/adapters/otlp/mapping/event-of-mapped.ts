/** What a mapping said of a record, as an event ready to be accepted: with times, ids and whose it is. */
import { createHash } from 'node:crypto';
import {
  type JsonObject,
  MAX_EPOCH_MS,
  type OtlpRecord,
  tellsState,
  toStorable,
  type WireEventInput,
} from '@binnacle/events';
import { factId } from '../../fact-id.js';
import { fitEvent } from '../../hooks/fit-event.js';

export interface MappedPart {
  readonly type: string;
  readonly at?: 'start' | 'end';
  readonly payload: JsonObject;
  readonly fact?: string;
  readonly ofSpan?: boolean;
  readonly earlierMs?: number | undefined;
  readonly agentId?: string;
}

/** What is known of it without looking at any other record. */
export interface Unowned {
  readonly event: WireEventInput;
  readonly fact: string | undefined;
  /** The event is another agent's than the record. */
  readonly agentId: string | undefined;
}

export interface Owner {
  readonly sessionId: string | null;
  readonly agentId: string | null;
}

export function unownedEvent(record: OtlpRecord, part: MappedPart, index: number): Unowned {
  const isSpan = record.signal === 'span';
  const event: WireEventInput = {
    id: recordId(record, part, index),
    type: part.type,
    timestamp: timeOf(record, part),
    graph_id: 'traceId' in record && record.traceId ? record.traceId : null,
    node_id: 'spanId' in record && record.spanId ? record.spanId : null,
    parent_id: isSpan && record.parentSpanId ? record.parentSpanId : null,
    payload: toStorable(isOver(record) && tellsState(part.type) ? { ...part.payload, afterwards: true } : part.payload),
  };
  return { event: fitEvent(event), fact: part.fact, agentId: part.agentId && toStorable(part.agentId.slice(0, 256)) };
}

export function ownedEvent({ event, fact, agentId }: Unowned, owner: Owner): WireEventInput {
  const { sessionId } = owner;
  return {
    ...event,
    ...(fact !== undefined && sessionId && { id: factId(sessionId, fact, event.type ?? '') }),
    session_id: sessionId,
    agent_id: agentId ?? owner.agentId,
  };
}

/** A span that is told while it goes on is as good as an event. */
const isOver = (record: OtlpRecord): boolean => record.signal !== 'span' || record.endNs !== 0n;

/** The same record is the same event, however often and in whichever order it comes. */
function recordId(record: OtlpRecord, { type, at = 'end', ofSpan }: MappedPart, index: number): string {
  const isOfSpan = record.signal === 'span' || (record.signal === 'log' && ofSpan === true && record.spanId !== '');
  const key = isOfSpan
    ? [record.traceId, record.spanId, type, type === 'graph:progress' ? at : '']
    : [contentOf(record), type, index];
  return `otel-${createHash('sha256').update(JSON.stringify(key)).digest('hex').slice(0, 32)}`;
}

/** A record without ids: Claude Code numbers its log records, others differ by what they say and when. */
function contentOf(record: OtlpRecord): string {
  const { attributes } = record;
  if (attributes['session.id'] && attributes['event.sequence'] !== undefined) {
    return JSON.stringify([attributes['session.id'], attributes['event.sequence'], attributes['event.name'] ?? '']);
  }
  return JSON.stringify(record, (_, value) => (typeof value === 'bigint' ? value.toString() : value));
}

/** Canonical; a time that is none is the arrival. */
function timeOf(record: OtlpRecord, { at = 'end', earlierMs = 0 }: MappedPart): string | undefined {
  let ns: bigint;
  if (record.signal === 'span') ns = at === 'start' || record.endNs === 0n ? record.startNs : record.endNs;
  else if (record.signal === 'log') ns = record.timeNs || record.observedTimeNs;
  else ns = record.timeNs;
  const ms = Number(ns / 1_000_000n) - (record.signal === 'log' ? earlierMs : 0);
  return ms > 0 && ms <= MAX_EPOCH_MS ? new Date(ms).toISOString() : undefined;
}
