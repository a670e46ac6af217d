import {
  attributes,
  emptyState,
  type Html,
  html,
  listId,
  partId,
  preserve,
  preview,
  routes,
  timeAgo,
} from '@binnacle/plugin-kit';
import type { Failure, FailuresState } from './state.js';

export const PANEL = 'failures';

export const view = ({ kinds }: FailuresState): Html =>
  kinds.size === 0
    ? emptyState('Nothing failed', 'Failures of agents, tools and graphs gather here, the same ones in one row.')
    : html`<ol class="results" id="${listId(PANEL)}">${[...kinds.values()].reverse().map(row)}</ol>`;

function row({ key, type, what, text, count, eventId, who, firstSeen, lastSeen }: Failure): Html {
  const times =
    count > 1 &&
    html`<span class="times" title="${count} times since ${firstSeen.slice(0, 16).replace('T', ' ')} UTC">${count.toLocaleString('en')}×</span>`;
  return html`<li${attributes({
    id: partId(PANEL, key),
    class: 'result is-failed',
    'data-nav': true,
    tabindex: -1,
  })}><details${attributes({ id: partId(PANEL, key, 'more') })}${preserve('open')}><summary><span class="state">${type}</span><span class="result-who">${what || who}</span><span>${times} ${timeAgo(lastSeen)}</span><span class="result-line">${preview(text, 200) || 'no text'}</span></summary><pre>${text || 'Nothing was said about it.'}</pre><p class="quiet">last by ${who} · <a href="${routes.eventPage(eventId)}">Whole event</a> · <a href="${routes.history(`type:${type}`)}">All ${type}</a></p></details></li>`;
}
