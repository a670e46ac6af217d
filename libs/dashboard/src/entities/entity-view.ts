import {
  attributes,
  type EntityInfo,
  emptyState,
  type Html,
  html,
  routes,
  type Tab,
  timeAgo,
} from '@binnacle/plugin-kit';
import { cost, costNote, tokens } from './amounts.js';

export interface EntityPage {
  readonly entity: EntityInfo;
  readonly tabs: readonly Tab[];
  readonly tab: Tab | undefined;
  readonly content: Html;
  readonly actions: Html;
  /** Of an agent. */
  readonly messages: Html | false;
}

/** One agent, session or graph: what is known of it, what can be done, and its tabs. */
export function entityView({ entity, tabs, tab, content, actions, messages }: EntityPage): Html {
  const { kind, id, state } = entity;
  return html`<main class="history entity" id="entity"><h1><span class="quiet">${kind}</span> ${id} <span class="${`state state-${state}`}">${state}</span></h1>
<dl class="facts">${facts(entity)}</dl>${actions}${messages}
${tabs.length > 0 && html`<nav class="tabs" aria-label="Tabs">${tabs.map(({ definition }) => html`<a${attributes({ href: routes.entity(kind, id, definition.id), 'aria-current': definition.id === tab?.definition.id && 'page' })}>${definition.title}</a>`)}</nav>`}
<section class="panel panel-full" id="tab" aria-label="${tab?.definition.title ?? 'Nothing'}"><div class="panel-body">${tab ? content : emptyState('No tab', 'Plugins bring the tabs of this page.')}</div></section></main>`;
}

const facts = (entity: EntityInfo): Html[] => [
  fact('Last seen', timeAgo(entity.lastSeen), html`first ${timeAgo(entity.firstSeen)}`),
  fact('Events', html`${entity.events.toLocaleString('en')}`, html`${entity.errors.toLocaleString('en')} failed`),
  fact(
    'Open questions',
    html`${entity.openQuestions}`,
    html`${entity.openQuestions ? html`<a href="/">answer</a>` : 'nobody is waiting'}`,
  ),
  fact('Tokens', html`${tokens(entity)}`, html`in and out`),
  fact('Cost', html`${cost(entity)}`, html`${costNote(entity)}`),
];

const fact = (name: string, value: Html, more: Html): Html =>
  html`<div><dt>${name}</dt><dd>${value}</dd><dd class="quiet">${more}</dd></div>`;

export const tabFailure = (why: string): Html =>
  html`<div class="panel-error" role="alert"><p><strong>This tab failed.</strong></p><pre>${why}</pre></div>`;
