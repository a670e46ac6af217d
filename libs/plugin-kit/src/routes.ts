import type { EntityKind } from './define-tab.js';

/** Addresses that views link to. Functions, so that a typo is a compile error and ids are always encoded. */
export const routes = {
  dashboard: (query = ''): `/${string}` => `/${query && `?${query}`}`,
  /** Where a question of this agent is answered; `-` stands for an agent that gave no id. */
  respond: (agentId: string | null): `/${string}` => `/agent/${encodeURIComponent(agentId ?? '-')}/respond`,
  event: (id: string): `/${string}` => `/api/v1/events/${encodeURIComponent(id)}`,
  /** The event's own page. */
  eventPage: (id: string): `/${string}` => `/history/event/${encodeURIComponent(id)}`,
  /** The History page with a query of the query language; see `queryTerm` for values. */
  history: (query: string): `/${string}` => `/history?${new URLSearchParams({ query })}`,
  /** The page of an agent, session or graph; `tab` is the id of a tab. */
  entity: (kind: EntityKind, id: string, tab = ''): `/${string}` =>
    `/${kind}s/${encodeURIComponent(id)}${tab && `?tab=${encodeURIComponent(tab)}`}`,
  action: (id: string): `/${string}` => `/actions/${id}`,
  demo: (): `/${string}` => '/demo',
} as const;
