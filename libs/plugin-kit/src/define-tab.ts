import type { Html } from './html.js';
import type { Injectable, Injected } from './injection.js';
import { assertTitle, type Part, type PartProvider, partProvider } from './part.js';

/** What has a page of its own. A session or a graph is what people call a run. */
export type EntityKind = 'agent' | 'session' | 'graph';

/** An agent, session or graph as its page knows it. Times are canonical ISO 8601; null = nobody told. */
export interface EntityInfo {
  readonly kind: EntityKind;
  readonly id: string;
  readonly project: string;
  readonly state: string | null;
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly events: number;
  readonly errors: number;
  readonly openQuestions: number;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly costUsd: number | null;
  /** Calls of models whose cost nobody knows: `costUsd` is without them. */
  readonly unpriced: number;
  /** Of a session or graph: the last agent seen in it. */
  readonly agentId: string | null;
  /** Where a tab that pages goes on, from the URL's `before`: only events with a `seq` below. */
  readonly before?: bigint;
}

export interface TabDefinition<D extends readonly Injectable[] = readonly Injectable[]> {
  /** Unique among all tabs: `[a-z][a-z0-9-]{0,47}`. Stands in the page's URL. */
  readonly id: string;
  readonly on: readonly EntityKind[];
  readonly title: string;
  /** Tabs stand in ascending order. Default 100. */
  readonly order?: number;
  readonly inject?: D;
  /** May read the archive; has 5 s. */
  readonly render: (entity: EntityInfo, ...injected: Injected<D>) => Html | Promise<Html>;
}

export interface Tab extends Part<'tab'> {
  readonly definition: TabDefinition;
  readonly render: (entity: EntityInfo) => Html | Promise<Html>;
}

export type TabProvider = PartProvider<'tab', Tab> & { readonly tab: TabDefinition };

/**
 * Defines a tab of the page of agents, sessions or graphs.
 *
 * @example
 * export const cost = defineTab({
 *   id: 'cost', on: ['session'], title: 'Cost',
 *   render: ({ costUsd }) => html`<p>${costUsd === null ? 'unknown' : `$${costUsd.toFixed(2)}`}</p>`,
 * });
 * @throws BinnacleError `invalid_plugin`
 */
export function defineTab<const D extends readonly Injectable[] = readonly []>(
  definition: TabDefinition<D>,
): TabProvider {
  const general = definition as unknown as TabDefinition;
  assertTitle('tab', general);
  const provider = partProvider<'tab', Tab>('tab', general, (...injected) => ({
    definition: general,
    render: (entity) => general.render(entity, ...injected),
  }));
  return { ...provider, tab: general };
}
