/** A batch of Langfuse's ingestion as records: items about one observation are put together, in whatever order they stand. */
import { isJsonObject, type JsonObject, type OtlpRecord, toStorable } from '@binnacle/events';
import { foreignTraceId } from '../foreign-ids.js';
import { nanosecondsOf } from '../nanoseconds-of.js';
import { RecentlySeen } from '../recently-seen.js';
import {
  type LangfuseTrace,
  OBSERVATION,
  OBSERVATION_FIELDS,
  type Observation,
  observationSpan,
} from './observation.js';

/** Traces, and observations that have not ended, whose beginning is remembered for the requests to come. */
const REMEMBERED = 10_000;
/** What an update does not say again. */
const LASTING = ['id', 'traceId', 'parentObservationId', 'name', 'startTime', 'model', 'level'] as const;
/** The same, when it is short: up to these characters of JSON. */
const LASTING_SHORT = ['input', 'metadata', 'modelParameters'] as const;
const SHORT_CHARS = 4_096;

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

  /** @param portions items as they were sent; those of one observation may stand in several */
  async read(portions: AsyncIterable<readonly unknown[]>, project: string): Promise<ReadBatch> {
    const ids: string[] = [];
    const records: OtlpRecord[] = [];
    const unreadable: { id: string; detail: string }[] = [];
    const observations = new Map<string, { kind: string; body: JsonObject }>();
    for await (const portion of portions) {
      for (const value of portion) {
        const item = itemOf(value);
        const id = item?.id || String(ids.length);
        ids.push(id);
        if (!item) {
          unreadable.push({ id, detail: 'an item is an object with `type` and `body`' });
          continue;
        }
        if (item.type === 'trace-create') this.remember(item, project);
        const kind = observationKind(item);
        if (kind) gather(observations, item, kind);
        else records.push(rawItem(item));
      }
    }
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
      this.open.set(key, { kind: observation.kind, body: lastingOf(body) });
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

/** What an item leaves out or says is null does not undo what another said. Nothing else of it is read. */
function gather(
  observations: Map<string, { kind: string; body: JsonObject }>,
  { id, body }: BatchItem,
  kind: string,
): void {
  const key = typeof body.id === 'string' ? body.id : id;
  const before = observations.get(key);
  const told = before?.body ?? {};
  for (const field of OBSERVATION_FIELDS) if (body[field] != null) told[field] = body[field];
  observations.set(key, { kind, body: told });
}

function lastingOf(body: JsonObject): JsonObject {
  const short = LASTING_SHORT.filter((field) => (JSON.stringify(body[field]) ?? '').length <= SHORT_CHARS);
  const fields = [...LASTING, ...short].filter((field) => body[field] != null);
  return Object.fromEntries(fields.map((field) => [field, body[field] ?? null]));
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
