import {
  attributes,
  CATEGORIES,
  type Categories,
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

/** @param categories undefined where nobody injects them: a bare replay */
export const view = ({ rows }: LogState, categories?: Categories): Html =>
  rows.size === 0
    ? emptyState('No events yet', 'Every event of your agents appears here the moment it is committed.')
    : html`<ol class="log" id="${listId(PANEL)}">${rows.toArray().map(rowWith(categories))}</ol>`;

export const delta = (previous: LogState, next: LogState, categories?: Categories) =>
  newRows(previous.rows, next.rows, rowWith(categories));

const known: ReadonlySet<string> = new Set(CATEGORIES);

/** Categories of plugins have the colour they were given. */
export function rowWith(categories: Categories | undefined): (entry: LogRow) => Html {
  const colors = new Map(categories?.all().map(({ id, color }) => [id, color]));
  return (entry) => row(entry, known.has(entry.category) ? entry.category : (colors.get(entry.category) ?? 'other'));
}

const row = (entry: LogRow, badge: string): Html =>
  html`<li${attributes({
    id: partId(PANEL, entry.seq),
    class: `log-row${entry.failed ? ' is-failed' : ''}`,
    'data-nav': true,
    tabindex: -1,
  })}><details${attributes({ id: partId(PANEL, entry.seq, 'more') })}${preserve('open')}><summary>${timeAgo(entry.timestamp, 'clock')}<span class="badge badge-${badge}">${entry.type}</span><span class="log-who">${entry.who}</span><span class="log-what">${entry.summary}</span></summary><pre>${entry.detail}</pre><a class="quiet" href="${routes.eventPage(entry.id)}">Whole event</a></details></li>`;
