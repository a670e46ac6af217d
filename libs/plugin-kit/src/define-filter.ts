import type { BinnacleEvent, EventDraft, PatternSet } from '@binnacle/events';
import type { PART_BRAND } from './brand.js';
import type { Injectable, Injected } from './injection.js';
import { assertOptions, type NoOptions, type Options, type OptionValues } from './options.js';
import { type PartProvider, partProvider, refuse } from './part.js';

/** Returns the event, a changed copy, or null to drop it. Called for every event before the archive: keep it fast. */
export type IngestFilter<O extends Options = Options> = (
  event: EventDraft,
  options: OptionValues<O>,
) => EventDraft | null;

export const FILTER_MODES = ['on', 'dry-run', 'off'] as const;
/** `dry-run` only counts what the filter would change and drop. */
export type FilterMode = (typeof FILTER_MODES)[number];

/** One-click choices of a view filter; `''` means everything. */
export type FilterChoices = readonly { readonly value: string; readonly label: string }[];

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

export interface IngestFilterDefinition<
  D extends readonly Injectable[] = readonly Injectable[],
  O extends Options = Options,
> extends FilterBase<D> {
  /** Before the archive: what it changes is changed for good. */
  readonly stage: 'ingest';
  /** Ascending; filters that mask come last. Default 100. */
  readonly order?: number;
  /**
   * What happens to an event whose filtering throws: `pass` (default) lets it through unchanged, `withhold` archives it
   * without its payload, for filters that keep secrets out.
   */
  readonly onError?: 'pass' | 'withhold';
  /** Until somebody chooses another on the Plugins page. Default `on`. */
  readonly mode?: FilterMode;
  /** What the configuration may set. */
  readonly options?: O;
  readonly create: (...injected: Injected<D>) => IngestFilter<O>;
}

export interface ViewFilterDefinition<D extends readonly Injectable[] = readonly Injectable[]> extends FilterBase<D> {
  /** Chosen in the URL, reversible, touches only what is shown. */
  readonly stage: 'view';
  /** The URL's parameter and the field's name. */
  readonly param: string;
  readonly label: string;
  readonly placeholder?: string;
  /** Offered as one-click choices; a function is asked for every page. */
  readonly choices?: FilterChoices | ((...injected: Injected<D>) => FilterChoices);
  readonly create: (...injected: Injected<D>) => ViewFilter;
}

export type FilterDefinition = IngestFilterDefinition | ViewFilterDefinition;

interface FilterPart<D, A> {
  readonly [PART_BRAND]: 'filter';
  readonly definition: D;
  readonly apply: A;
}

/** A filter as the registry finds it. */
export type Filter =
  | FilterPart<IngestFilterDefinition, IngestFilter>
  | (FilterPart<ViewFilterDefinition, ViewFilter> & { readonly choices: () => FilterChoices });

export type FilterProvider = PartProvider<'filter', Filter> & { readonly filter: FilterDefinition };

/**
 * Defines a filter. List the result in any module's `providers`.
 *
 * @example
 * export const dropHeartbeats = defineFilter({
 *   id: 'drop-heartbeats', stage: 'ingest',
 *   create: () => (event) => (event.type === 'agent:heartbeat' ? null : event),
 * });
 * @throws BinnacleError `invalid_plugin`, `invalid_options`
 */
export function defineFilter<const D extends readonly Injectable[] = readonly [], const O extends Options = NoOptions>(
  definition: IngestFilterDefinition<D, O> | ViewFilterDefinition<D>,
): FilterProvider {
  const general = definition as unknown as FilterDefinition;
  if (general.stage === 'ingest') assertIngest(general);
  const provider = partProvider<'filter', Filter>('filter', general, (...injected) => ({
    definition: general,
    apply: general.create(...injected),
    ...(general.stage === 'view' && {
      choices: () => (typeof general.choices === 'function' ? general.choices(...injected) : (general.choices ?? [])),
    }),
  }));
  return { ...provider, filter: general };
}

function assertIngest({ id, mode = 'on', options = {} }: IngestFilterDefinition): void {
  if (!FILTER_MODES.includes(mode)) refuse('filter', id, `\`mode\` must be one of ${FILTER_MODES.join(', ')}`);
  assertOptions(options, `filter:${id}`);
}
