import type { BinnacleEvent } from '@binnacle/events';
import { attributes, type Html, html, partId, preserve, routes, summarise, timeAgo, who } from '@binnacle/plugin-kit';

export const LIST_ID = 'history-rows';
/** Characters of a payload on the page; the event's own page has all of it. */
const SHOWN_CHARS = 4_000;
const CORE = new Set(['agent', 'tool', 'model', 'user', 'graph']);

/** One event: a line that opens to its payload. */
export function historyRow(event: BinnacleEvent): Html {
  const id = partId('history', event.seq.toString());
  const payload = JSON.stringify(event.payload, null, 2);
  const failed = event.action === 'failed';
  return html`<li${attributes({ id, class: `log-row${failed ? ' is-failed' : ''}`, 'data-nav': true, tabindex: -1 })}><details${attributes({ id: `${id}-more` })}${preserve('open')}><summary>${timeAgo(event.timestamp, 'moment')}<span class="badge badge-${CORE.has(event.category) ? event.category : 'other'}">${event.type}</span><span class="log-who">${who(event)}</span><span class="log-what">${summarise(event)}</span></summary><pre>${cut(payload)}</pre><a class="quiet" href="${routes.eventPage(event.id)}">Whole event</a></details></li>`;
}

const cut = (text: string): string =>
  text.length > SHOWN_CHARS ? `${text.slice(0, SHOWN_CHARS).toWellFormed()}…` : text;
