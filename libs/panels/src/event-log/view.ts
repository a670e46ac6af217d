import {
  attributes,
  emptyState,
  type Html,
  html,
  listId,
  type PanelDelta,
  partId,
  preserve,
  routes,
  timeAgo,
} from '@binnacle/plugin-kit';
import { LOG_ROWS, type LogRow, type LogState } from './state.js';

export const PANEL = 'event-log';

export const view = ({ rows }: LogState): Html =>
  rows.length === 0
    ? emptyState('No events yet', 'Every event of your agents appears here the moment it is committed.')
    : html`<ol class="log" id="${listId(PANEL)}">${rows.map(row)}</ol>`;

/** New rows since `previous`, as long as some of what is on the screen stays. */
export function delta(previous: LogState, next: LogState): PanelDelta | undefined {
  const [newest] = previous.rows;
  const fresh = newest ? next.rows.findIndex(({ seq }) => seq === newest.seq) : -1;
  if (fresh < 0) return undefined;
  return {
    prepend: html`${next.rows.slice(0, fresh).map(row)}`,
    keep: previous.rows.length + fresh > LOG_ROWS ? LOG_ROWS : undefined,
  };
}

const known = new Set(['agent', 'tool', 'model', 'user', 'graph']);

const row = (entry: LogRow): Html =>
  html`<li${attributes({
    id: partId(PANEL, entry.seq),
    class: `log-row${entry.failed ? ' is-failed' : ''}`,
    'data-nav': true,
    tabindex: -1,
  })}><details${attributes({ id: partId(PANEL, entry.seq, 'more') })}${preserve('open')}><summary>${timeAgo(entry.timestamp, 'clock')}<span class="badge badge-${known.has(entry.category) ? entry.category : 'other'}">${entry.type}</span><span class="log-who">${entry.who}</span><span class="log-what">${entry.summary}</span></summary><pre>${entry.detail}</pre><a class="quiet" href="${routes.event(entry.id)}">Whole event as JSON</a></details></li>`;
