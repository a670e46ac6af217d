import {
  attributes,
  emptyState,
  type Html,
  html,
  listId,
  newRows,
  partId,
  preserve,
  routes,
  timeAgo,
} from '@binnacle/plugin-kit';
import type { LogRow } from './log-row.js';
import type { LogState } from './state.js';

export const PANEL = 'event-log';

export const view = ({ rows }: LogState): Html =>
  rows.size === 0
    ? emptyState('No events yet', 'Every event of your agents appears here the moment it is committed.')
    : html`<ol class="log" id="${listId(PANEL)}">${rows.toArray().map(row)}</ol>`;

export const delta = (previous: LogState, next: LogState) => newRows(previous.rows, next.rows, row);

const known = new Set(['agent', 'tool', 'model', 'user', 'graph']);

const row = (entry: LogRow): Html =>
  html`<li${attributes({
    id: partId(PANEL, entry.seq),
    class: `log-row${entry.failed ? ' is-failed' : ''}`,
    'data-nav': true,
    tabindex: -1,
  })}><details${attributes({ id: partId(PANEL, entry.seq, 'more') })}${preserve('open')}><summary>${timeAgo(entry.timestamp, 'clock')}<span class="badge badge-${known.has(entry.category) ? entry.category : 'other'}">${entry.type}</span><span class="log-who">${entry.who}</span><span class="log-what">${entry.summary}</span></summary><pre>${entry.detail}</pre><a class="quiet" href="${routes.eventPage(entry.id)}">Whole event</a></details></li>`;
