import { type BinnacleEvent, toWire } from '@binnacle/events';
import { type Html, html, routes, summarise, timeAgo } from '@binnacle/plugin-kit';
import { eventWords } from './event-words.js';
import { historyRoutes, term } from './history-routes.js';

/** One event, whole, with the ways on from it. */
export function eventView(event: BinnacleEvent, actions: Html): Html {
  const ways: readonly (readonly [string, string | null, string])[] = [
    ['Type', event.type, 'type'],
    ['Agent', event.agentId, 'agent'],
    ['Session', event.sessionId, 'session'],
    ['Graph', event.graphId, 'graph'],
    ['Node', event.nodeId, 'node'],
    ['Parent', event.parentId, 'parent'],
  ];
  return html`<main class="history" id="event"><h1><span class="badge badge-other">${event.type}</span> ${summarise(event)}</h1>
<dl class="facts"><div><dt>Happened</dt><dd>${timeAgo(event.timestamp, 'moment')}</dd><dd class="quiet">${event.timestamp}</dd></div>${ways
    .filter(([, value]) => value !== null)
    .map(
      ([name, value, field]) =>
        html`<div><dt>${name}</dt><dd><a href="${pageOf(field, value ?? '')}">${value}</a></dd><dd class="quiet"><a href="${eventsOf(field, value ?? '')}">its events</a></dd></div>`,
    )}</dl>${actions}${eventWords(event)}
<section class="panel panel-full" aria-labelledby="whole"><div class="history-bar"><h2 id="whole">Whole event</h2><a class="quiet" href="${routes.event(event.id)}">as JSON</a><button class="plain" type="button" data-copy="#event-json">Copy</button></div><div class="panel-body"><pre class="whole" id="event-json">${JSON.stringify(toWire(event), null, 2)}</pre></div></section></main>`;
}

const eventsOf = (field: string, value: string): string => historyRoutes.page({ query: term(field, value) });

/** What has a page of its own leads there. */
const pageOf = (field: string, value: string): string =>
  field === 'agent' || field === 'session' || field === 'graph' ? routes.entity(field, value) : eventsOf(field, value);
