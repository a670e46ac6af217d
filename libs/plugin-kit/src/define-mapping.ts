import type { JsonObject, LogRecord, MetricPoint, SpanRecord } from '@binnacle/events';
import type { Injectable, Injected } from './injection.js';
import { assertTitle, type Part, type PartProvider, partProvider, refuse } from './part.js';

/** One event that a record tells of. Its identity and its id are found by the server. */
export interface MappedEvent {
  /** `category:action` */
  readonly type: string;
  /** Of a span: its start or its end. A log record and a metric have one time, whatever is said here. Default `end`. */
  readonly at?: 'start' | 'end';
  readonly payload: JsonObject;
  /**
   * What the client itself calls this within its session, such as a tool call's id: hooks, log records and spans that say the
   * same key and type are one event. Only for keys that a client never uses twice.
   */
  readonly fact?: string;
  /** Of a log record: the span it was written in tells the same, when it has an event of this type. One such event for a span. */
  readonly ofSpan?: boolean;
  /** Of a log record that is written when all is over: how long before that this was, in ms. */
  readonly earlierMs?: number | undefined;
  /** When it is of another agent than the record. */
  readonly agentId?: string;
}

/** What became of a record. */
export interface Mapped {
  /** As the record itself says; else that of the nearest span above it that says one. */
  readonly sessionId?: string;
  /** As the record itself says; else that of the nearest span above it that `leads`, else `service.name`. */
  readonly agentId?: string;
  /** A span whose agent does what is below it. */
  readonly leads?: boolean;
  /** None: the record is understood, and there is nothing to tell. */
  readonly events: readonly MappedEvent[];
  /** Kept whole and hidden as well: what others tell already, or what people don't look at. */
  readonly keepRaw?: boolean;
}

/** Reads one record; undefined leaves it to the next mapping. */
export type ReadRecord<R, D extends readonly Injectable[]> = (
  record: R,
  ...injected: Injected<D>
) => Mapped | undefined;

export interface MappingDefinition<D extends readonly Injectable[] = readonly Injectable[]> {
  /** Unique among all mappings: `[a-z][a-z0-9-]{0,47}`. */
  readonly id: string;
  /** The convention or client it understands, for people. */
  readonly title: string;
  /** Ascending: the first that understands a record has it. Default 100; the built-in ones come from 500 on. */
  readonly order?: number;
  readonly inject?: D;
  readonly span?: ReadRecord<SpanRecord, D>;
  readonly log?: ReadRecord<LogRecord, D>;
  readonly metric?: ReadRecord<MetricPoint, D>;
}

export interface Mapping extends Part<'mapping'> {
  readonly definition: MappingDefinition;
  readonly read: (record: SpanRecord | LogRecord | MetricPoint) => Mapped | undefined;
}

export type MappingProvider = PartProvider<'mapping', Mapping> & { readonly mapping: MappingDefinition };

/**
 * Defines a mapping: which events the spans, log records and metrics of a client are. It is a pure function of one record, called
 * for every record that no mapping before it understood: return undefined early for what is not meant.
 *
 * @example
 * export const acmeSpans = defineMapping({
 *   id: 'acme', title: 'Acme agents',
 *   span: ({ attributes }) => attributes['acme.kind'] !== 'tool' ? undefined : { events: [
 *     { type: 'tool:started', at: 'start', payload: { tool_name: String(attributes['acme.tool']) } },
 *     { type: 'tool:completed', payload: { tool_name: String(attributes['acme.tool']) } },
 *   ] },
 * });
 * @throws BinnacleError `invalid_plugin`
 */
export function defineMapping<const D extends readonly Injectable[] = readonly []>(
  definition: MappingDefinition<D>,
): MappingProvider {
  const general = definition as unknown as MappingDefinition;
  assertTitle('mapping', general);
  const { span, log, metric } = general;
  if (!span && !log && !metric) refuse('mapping', general.id, 'reads neither `span` nor `log` nor `metric`');
  const provider = partProvider<'mapping', Mapping>('mapping', general, (...injected) => ({
    definition: general,
    read: (record) => {
      if (record.signal === 'span') return span?.(record, ...injected);
      return record.signal === 'log' ? log?.(record, ...injected) : metric?.(record, ...injected);
    },
  }));
  return { ...provider, mapping: general };
}
