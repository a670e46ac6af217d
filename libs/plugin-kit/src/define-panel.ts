import { BinnacleError, type BinnacleEvent, type EventOf, type EventPayloads, parsePatterns } from '@binnacle/events';
import type { FactoryProvider } from '@nestjs/common';
import { PANEL_BRAND } from './brand.js';
import type { Html } from './html.js';
import { type Injectable, type Injected, PLUGIN_ID } from './injection.js';

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

export interface PanelDefinition<S, D extends readonly Injectable[] = readonly Injectable[]> {
  /** Unique among all panels: `[a-z][a-z0-9-]{0,47}`. */
  readonly id: string;
  /** Grows whenever the state's shape or meaning changes. */
  readonly version: number;
  readonly title: string;
  readonly size?: PanelSize;
  /** Panels stand in ascending order; built-ins use 10, 20, 30 … Default 100. */
  readonly order?: number;
  /** Newest matching events the state is refolded from at start, 0 … 100,000. Default 10,000. */
  readonly history?: number;
  readonly initial: () => S;
  readonly on: Reducers<S>;
  /** Classes whose instances reach `view` and `delta`, never a reducer. */
  readonly inject?: D;
  /** Pure; everything it shows is escaped by `html`. Every card, form and field needs a stable id. */
  readonly view: (state: S, ...injected: Injected<D>) => Html;
  /** For logs: what `next` has more than `previous`; undefined asks for a full frame. Must equal the full view after it. */
  readonly delta?: (previous: S, next: S, ...injected: Injected<D>) => PanelDelta | undefined;
}

/** A panel as the registry finds it: the definition, its view bound to what was injected. */
export interface Panel<S = unknown> {
  readonly [PANEL_BRAND]: true;
  readonly definition: PanelDefinition<S>;
  readonly render: (state: S) => Html;
  readonly delta?: (previous: S, next: S) => PanelDelta | undefined;
}

/** A Nest provider that still carries the definition, so that it can be replayed and rendered without Nest. */
export type PanelProvider<S = unknown> = FactoryProvider<Panel<S>> & { readonly panel: PanelDefinition<S> };

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
 * @throws BinnacleError `invalid_plugin`, `invalid_pattern`
 */
export function definePanel<S, const D extends readonly Injectable[] = readonly []>(
  definition: PanelDefinition<S, D>,
): PanelProvider<S> {
  const general = definition as unknown as PanelDefinition<S>;
  assertValid(general);
  const useFactory = (...injected: unknown[]): Panel<S> => ({
    [PANEL_BRAND]: true,
    definition: general,
    render: (state) => general.view(state, ...(injected as never[])),
    ...(general.delta && {
      delta: (previous: S, next: S) => general.delta?.(previous, next, ...(injected as never[])),
    }),
  });
  return {
    provide: `panel:${definition.id}`,
    inject: [...(definition.inject ?? [])] as FactoryProvider['inject'],
    useFactory,
    panel: general,
  };
}

function assertValid<S>(definition: PanelDefinition<S>): void {
  const refuse = (why: string): never => {
    throw new BinnacleError('invalid_plugin', `panel ${JSON.stringify(definition.id)}: ${why}`, {
      panel: definition.id,
    });
  };
  if (!PLUGIN_ID.test(definition.id)) refuse(`\`id\` must match ${PLUGIN_ID.source}`);
  if (!Number.isInteger(definition.version) || definition.version < 1) refuse('`version` must be an integer from 1');
  if (!definition.title.trim()) refuse('`title` is empty');
  const history = definition.history ?? DEFAULT_HISTORY;
  if (!Number.isInteger(history) || history < 0 || history > MAX_HISTORY)
    refuse(`\`history\` must be 0 to ${MAX_HISTORY}`);
  if (Object.keys(definition.on).length === 0) refuse('`on` names no event type');
  parsePatterns(Object.keys(definition.on));
}
