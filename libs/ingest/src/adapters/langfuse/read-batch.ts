/** A batch of Langfuse's ingestion as records: items about one observation are put together, in whatever order they stand. */
import { isJsonObject, type JsonObject, type OtlpRecord, toStorable } from '@binnacle/events';
import { foreignTraceId } from '../foreign-ids.js';
import { nanosecondsOf } from '../nanoseconds-of.js';
import { RecentlySeen } from '../recently-seen.js';
import { type LangfuseTrace, OBSERVATION, type Observation, observationSpan } from './observation.js';

/** Traces, and observations that have not ended, whose beginning is remembered for the requests to come. */
const REMEMBERED = 10_000;
/** What an update does not say again. */
const LASTING = ['id', 'traceId', 'parentObservationId', 'name', 'startTime', 'model', 'level'] as const;

export interface BatchItem {
  readonly id: string;
  readonly type: string;
  readonly body: JsonObject;
  readonly timestamp: bigint;
}

export interface ReadBatch {
  readonly records: readonly OtlpRecord[];
  /** Item ids; Langfuse's SDK is told that they were taken, as it would send the whole batch again. */
  readonly ids: readonly string[];
  readonly unreadable: readonly { readonly id: string; readonly detail: string }[];
}

export class LangfuseBatches {
  private readonly traces = new RecentlySeen<LangfuseTrace>(REMEMBERED);
  private readonly open = new RecentlySeen<Observation>(REMEMBERED);

  read(batch: readonly unknown[], project: string): ReadBatch {
    const items = batch.map(itemOf);
    const ids = items.map((item, index) => item?.id ?? String(index));
    const records: OtlpRecord[] = [];
    const unreadable: { id: string; detail: string }[] = [];
    const observations = new Map<string, Observation>();
    items.forEach((item, index) => {
      if (!item) unreadable.push({ id: ids[index] as string, detail: 'an item is an object with `type` and `body`' });
      else if (item.type === 'trace-create') this.remember(item, project);
      const kind = item && observationKind(item);
      if (item && kind) gather(observations, item, kind);
      else if (item) records.push(rawItem(item));
    });
    for (const [id, observation] of observations) {
      const span = this.spanOf(id, observation, project);
      if (span) records.push(span);
      else unreadable.push({ id, detail: 'an observation needs `id`, and `startTime` or `endTime`' });
    }
    return { records, ids, unreadable };
  }

  private remember({ body }: BatchItem, project: string): void {
    if (typeof body.id !== 'string') return;
    const key = `${project} ${body.id}`;
    const before = this.traces.get(key);
    this.traces.set(key, {
      name: short(body.name) ?? before?.name,
      session: short(body.sessionId) ?? before?.session,
    });
  }

  private spanOf(id: string, told: Observation, project: string) {
    const key = `${project} ${id}`;
    const before = this.open.get(key);
    const body = { ...before?.body, ...told.body };
    const observation = { kind: before?.kind ?? told.kind, body };
    if (body.endTime == null) {
      const lasting = LASTING.flatMap((field) => (body[field] == null ? [] : [[field, body[field]]]));
      this.open.set(key, { kind: observation.kind, body: Object.fromEntries(lasting) });
    } else {
      this.open.delete(key);
    }
    return observationSpan(observation, this.traces.get(`${project} ${body.traceId ?? body.id}`));
  }
}

function itemOf(value: unknown): BatchItem | undefined {
  if (!isJsonObject(value) || typeof value.type !== 'string' || !isJsonObject(value.body)) return undefined;
  const id = typeof value.id === 'string' ? value.id : String(value.body.id ?? '');
  return { id, type: value.type, body: toStorable(value.body), timestamp: nanosecondsOf(value.timestamp) ?? 0n };
}

/** Undefined for what is no observation: traces, scores, the SDK's own log. */
function observationKind({ type, body }: BatchItem): string | undefined {
  const [, kind] = OBSERVATION.exec(type) ?? [];
  if (kind === undefined || kind === 'trace' || kind === 'score') return undefined;
  return kind === 'observation' ? String(body.type ?? 'span').toLowerCase() : kind;
}

/** What an item leaves out or says is null does not undo what another said. */
function gather(observations: Map<string, Observation>, { id, body }: BatchItem, kind: string): void {
  const key = typeof body.id === 'string' ? body.id : id;
  const said = Object.entries(body).filter(([, value]) => value != null);
  observations.set(key, { kind, body: { ...observations.get(key)?.body, ...Object.fromEntries(said) } });
}

/** Kept whole and hidden. */
function rawItem({ type, body, timestamp }: BatchItem): OtlpRecord {
  const trace = typeof body.traceId === 'string' ? body.traceId : type === 'trace-create' ? body.id : undefined;
  return {
    signal: 'log',
    resource: { 'service.name': 'langfuse' },
    scope: { name: 'langfuse', version: '', attributes: {} },
    timeNs: timestamp,
    observedTimeNs: 0n,
    severityNumber: 0,
    severityText: '',
    eventName: `langfuse.${type}`,
    body,
    attributes: typeof body.sessionId === 'string' ? { 'session.id': body.sessionId } : {},
    traceId: typeof trace === 'string' ? foreignTraceId(trace) : '',
    spanId: '',
  };
}

const short = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value.slice(0, 256) : undefined;
