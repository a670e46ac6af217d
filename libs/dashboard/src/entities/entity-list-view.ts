import { ENTITY_STATES, type EntityState } from '@binnacle/persistence';
import {
  attributes,
  type EntityInfo,
  type EntityKind,
  emptyState,
  type Html,
  html,
  preview,
  routes,
  timeAgo,
} from '@binnacle/plugin-kit';
import { cost, tokens } from './amounts.js';

export interface EntityList {
  readonly kind: EntityKind;
  readonly state: EntityState | undefined;
  readonly entities: readonly EntityInfo[];
  /** `seq` where the next page begins. */
  readonly next: bigint | undefined;
  readonly isFirst: boolean;
}

const KINDS = [
  ['agent', 'Agents'],
  ['session', 'Sessions'],
  ['graph', 'Graphs'],
] as const;

const EMPTY: Readonly<Record<EntityKind, readonly [string, string]>> = {
  agent: ['No agent yet', 'Events with an `agent_id` make agents appear here.'],
  session: ['No session yet', 'Events with a `session_id` make sessions appear here: one run of an agent, usually.'],
  graph: ['No graph yet', 'Events with a `graph_id` make graphs appear here.'],
};

/** Who and what was seen, the last active first. */
export function entityListView({ kind, state, entities, next, isFirst }: EntityList): Html {
  const title = KINDS.find(([one]) => one === kind)?.[1] ?? '';
  const [none, hint] = state ? [`No ${kind} is ${state}`, 'Choose another state above.'] : EMPTY[kind];
  return html`<main class="storage entities" id="entities"><h1 class="visually-hidden">${title}</h1>
<nav class="chips" aria-label="Kind">${KINDS.map(([one, label]) => chip(`/${one}s`, label, one === kind))}</nav>
<nav class="chips" aria-label="State">${[undefined, ...ENTITY_STATES].map((one) => chip(listUrl(kind, one), one ?? 'any state', one === state))}</nav>
<section class="panel panel-full" aria-labelledby="found"><h2 id="found">${title}</h2><div class="panel-body">${
    entities.length === 0
      ? emptyState(none, state ? hint : html`${hint} <a href="/connect">Connect an agent</a>`)
      : table(entities, kind)
  }</div></section>
<nav class="paging" aria-label="Pages">${!isFirst && html`<a class="chip" href="${listUrl(kind, state)}">First page</a>`}${next !== undefined && html`<a class="chip" rel="next" href="${listUrl(kind, state, next)}">Older</a>`}</nav></main>`;
}

const table = (entities: readonly EntityInfo[], kind: EntityKind): Html =>
  html`<div class="table-scroll" tabindex="0" role="region" aria-labelledby="found"><table class="dense"><thead><tr><th scope="col">Name</th><th scope="col">State</th>${kind !== 'agent' && html`<th scope="col">Agent</th>`}<th scope="col">Last seen</th><th scope="col" class="number">Events</th><th scope="col" class="number">Failures</th><th scope="col" class="number">Questions</th><th scope="col" class="number">Tokens</th><th scope="col" class="number">Cost</th></tr></thead><tbody>${entities.map((entity) => row(entity, kind))}</tbody></table></div>`;

const row = (entity: EntityInfo, kind: EntityKind): Html =>
  html`<tr><th scope="row"><a href="${routes.entity(kind, entity.id)}">${preview(entity.id, 60)}</a></th><td><span class="${`state state-${entity.state}`}">${entity.state}</span></td>${kind !== 'agent' && html`<td>${entity.agentId ? html`<a href="${routes.entity('agent', entity.agentId)}">${preview(entity.agentId, 40)}</a>` : '–'}</td>`}<td>${timeAgo(entity.lastSeen)}</td><td class="number">${entity.events.toLocaleString('en')}</td><td${attributes({ class: `number${entity.errors ? ' is-bad' : ''}` })}>${entity.errors.toLocaleString('en')}</td><td class="number">${entity.openQuestions || '–'}</td><td class="number">${tokens(entity)}</td><td class="number">${cost(entity)}</td></tr>`;

const chip = (href: string, label: string, current: boolean): Html =>
  html`<a${attributes({ class: 'chip', href, 'aria-current': current && 'true' })}>${label}</a>`;

function listUrl(kind: EntityKind, state?: string, before?: bigint): string {
  const query = new URLSearchParams({
    ...(state && { state }),
    ...(before !== undefined && { before: String(before) }),
  });
  return `/${kind}s${query.size > 0 ? `?${query}` : ''}`;
}
