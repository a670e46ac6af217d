import { type BinnacleEvent, type EventOf, type EventPayloads, parsePatterns } from '@binnacle/events';
import type { Html } from './html.js';
import type { Injectable, Injected } from './injection.js';
import { assertOptions, type NoOptions, type Options, type OptionValues } from './options.js';
import { assertTitle, type Part, type PartProvider, partProvider, refuse } from './part.js';

/** A reducer. Pure: no clock, no randomness, no mutation; the same reference back means unchanged. */
export type Reducer<S, E = BinnacleEvent> = (state: S, event: E) => S;

/** Reducers by type, typed by its payload; `tool:*` and `*` take what has no reducer of its own. */
export type Reducers<S> = { readonly [T in keyof EventPayloads & string]?: Reducer<S, EventOf<T>> } & {
  readonly [P in '*' | `${string}:*`]?: Reducer<S>;
};

/** How much room a panel likes: a third, half or all of the page's width on a wide screen. */
export type PanelSize = 'third' | 'half' | 'full';

/** Rows that are new since the last frame; the list element's id is `listId(panel.id)`. */
export interface PanelDelta {
  readonly prepend: Html;
  /** Rows to keep: older ones are removed from the end of the list. Leave it out while the list is not full. */
  readonly keep?: number;
}

export interface PanelDefinition<
  S,
  D extends readonly Injectable[] = readonly Injectable[],
  O extends Options = Options,
> {
  /** Unique among all panels: `[a-z][a-z0-9-]{0,47}`. */
  readonly id: string;
  /** Grows whenever the state's shape or meaning changes. */
  readonly version: number;
  readonly title: string;
  readonly size?: PanelSize;
  /** Panels stand in ascending order; built-ins use 10, 20, 30 … Default 100. */
  readonly order?: number;
  /** The view is rendered anew this often though nothing changed, 5 … 3,600 s: for views that read a clock. */
  readonly refreshSeconds?: number;
  /** Newest matching events the state is refolded from at start, 0 … 100,000. Default 10,000. */
  readonly history?: number;
  /** What the configuration or a dashboard may set; a panel with other values is another fold. */
  readonly options?: O;
  /** What the view needs of the options goes into the state. */
  readonly initial: (options: OptionValues<O>) => S;
  readonly on: Reducers<S>;
  /** Classes whose instances reach `view` and `delta`, never a reducer. */
  readonly inject?: D;
  /** Pure; everything it shows is escaped by `html`. Every card, form and field needs a stable id. */
  readonly view: (state: S, ...injected: Injected<D>) => Html;
  /** For logs: what `next` has more than `previous`; undefined asks for a full frame. Must equal the full view after it. */
  readonly delta?: (previous: S, next: S, ...injected: Injected<D>) => PanelDelta | undefined;
}

/** A panel as the registry finds it: the definition, its view bound to what was injected. */
export interface Panel<S = unknown> extends Part<'panel'> {
  readonly definition: PanelDefinition<S>;
  readonly render: (state: S) => Html;
  readonly delta?: (previous: S, next: S) => PanelDelta | undefined;
}

/** A Nest provider that still carries the definition, so that it can be replayed and rendered without Nest. */
export type PanelProvider<S = unknown> = PartProvider<'panel', Panel<S>> & { readonly panel: PanelDefinition<S> };

export const DEFAULT_HISTORY = 10_000;
const MAX_HISTORY = 100_000;

/**
 * Defines a panel: a fold over events and a view of the state. List the result in any module's `providers`.
 *
 * @example
 * export const failures = definePanel({
 *   id: 'failures', version: 1, title: 'Failures',
 *   initial: () => ({ count: 0 }),
 *   on: { 'tool:failed': (state) => ({ count: state.count + 1 }) },
 *   view: (state) => html`<p>${state.count} failed</p>`,
 * });
 * @throws BinnacleError `invalid_plugin`, `invalid_options`, `invalid_pattern`
 */
export function definePanel<
  S,
  const D extends readonly Injectable[] = readonly [],
  const O extends Options = NoOptions,
>(definition: PanelDefinition<S, D, O>): PanelProvider<S> {
  const general = definition as unknown as PanelDefinition<S>;
  assertValid(general);
  const { view, delta } = general;
  const provider = partProvider<'panel', Panel<S>>('panel', general, (...injected) => ({
    definition: general,
    render: (state) => view(state, ...injected),
    ...(delta && { delta: (previous: S, next: S) => delta(previous, next, ...injected) }),
  }));
  return { ...provider, panel: general };
}

function assertValid<S>(definition: PanelDefinition<S>): void {
  const { id, version, history = DEFAULT_HISTORY, refreshSeconds: refresh } = definition;
  if (!Number.isInteger(version) || version < 1) refuse('panel', id, '`version` must be an integer from 1');
  assertTitle('panel', definition);
  if (!Number.isInteger(history) || history < 0 || history > MAX_HISTORY) {
    refuse('panel', id, `\`history\` must be 0 to ${MAX_HISTORY}`);
  }
  if (refresh !== undefined && !(refresh >= 5 && refresh <= 3_600)) {
    refuse('panel', id, '`refreshSeconds` must be 5 to 3600');
  }
  if (Object.keys(definition.on).length === 0) refuse('panel', id, '`on` names no event type');
  parsePatterns(Object.keys(definition.on));
  assertOptions(definition.options ?? {}, `panel:${id}`);
}
