import { BinnacleError, type BinnacleEvent, type EventDraft, type PatternSet } from '@binnacle/events';
import type { FactoryProvider } from '@nestjs/common';
import { FILTER_BRAND } from './brand.js';
import { type Injectable, type Injected, PLUGIN_ID } from './injection.js';

/** Returns the event, a changed copy, or null to drop it. Called for every event before the archive: keep it fast. */
export type IngestFilter = (event: EventDraft) => EventDraft | null;

/** A view filter's choice, read from the URL. */
export interface ViewSelection {
  /** The shortest spelling of the same choice; `''` selects everything. Two tabs with one spelling share one view. */
  readonly canonical: string;
  readonly matches: (event: BinnacleEvent) => boolean;
  /** When the choice is one of event types: lets the archive filter in SQL. */
  readonly patterns?: PatternSet;
}

/** Reads a URL parameter's value. @throws BinnacleError for a value it can't read: the page answers 400. */
export type ViewFilter = (value: string) => ViewSelection;

interface FilterBase<D extends readonly Injectable[]> {
  /** Unique among all filters: `[a-z][a-z0-9-]{0,47}`. */
  readonly id: string;
  readonly inject?: D;
}

export interface IngestFilterDefinition<D extends readonly Injectable[] = readonly Injectable[]> extends FilterBase<D> {
  /** Before the archive: what it changes is changed for good. */
  readonly stage: 'ingest';
  /** Ascending; filters that mask come last. Default 100. */
  readonly order?: number;
  /**
   * What happens to an event whose filtering throws: `pass` (default) lets it through unchanged, `withhold` archives it
   * without its payload, for filters that keep secrets out.
   */
  readonly onError?: 'pass' | 'withhold';
  readonly create: (...injected: Injected<D>) => IngestFilter;
}

export interface ViewFilterDefinition<D extends readonly Injectable[] = readonly Injectable[]> extends FilterBase<D> {
  /** Chosen in the URL, reversible, touches only what is shown. */
  readonly stage: 'view';
  /** The URL's parameter and the field's name. */
  readonly param: string;
  readonly label: string;
  readonly placeholder?: string;
  /** Values offered as one-click choices; `''` means everything. */
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
  readonly create: (...injected: Injected<D>) => ViewFilter;
}

export type FilterDefinition = IngestFilterDefinition | ViewFilterDefinition;

/** A filter as the registry finds it. */
export type Filter =
  | { readonly [FILTER_BRAND]: true; readonly definition: IngestFilterDefinition; readonly apply: IngestFilter }
  | { readonly [FILTER_BRAND]: true; readonly definition: ViewFilterDefinition; readonly apply: ViewFilter };

export type FilterProvider = FactoryProvider<Filter> & { readonly filter: FilterDefinition };

/**
 * Defines a filter. List the result in any module's `providers`.
 *
 * @example
 * export const dropHeartbeats = defineFilter({
 *   id: 'drop-heartbeats', stage: 'ingest',
 *   create: () => (event) => (event.type === 'agent:heartbeat' ? null : event),
 * });
 * @throws BinnacleError `invalid_plugin`
 */
export function defineFilter<const D extends readonly Injectable[] = readonly []>(
  definition: IngestFilterDefinition<D> | ViewFilterDefinition<D>,
): FilterProvider {
  if (!PLUGIN_ID.test(definition.id)) {
    throw new BinnacleError(
      'invalid_plugin',
      `filter ${JSON.stringify(definition.id)}: \`id\` must match ${PLUGIN_ID.source}`,
    );
  }
  const general = definition as unknown as FilterDefinition;
  return {
    provide: `filter:${definition.id}`,
    inject: [...(definition.inject ?? [])] as FactoryProvider['inject'],
    useFactory: (...injected: unknown[]) =>
      ({
        [FILTER_BRAND]: true,
        definition: general,
        apply: general.create(...(injected as never[])),
      }) as unknown as Filter,
    filter: general,
  };
}
