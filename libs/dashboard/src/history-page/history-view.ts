import type { BinnacleEvent } from '@binnacle/events';
import { action, emptyState, type Html, html, init } from '@binnacle/plugin-kit';
import type { Histogram } from './histogram.js';
import { histogramView } from './histogram-view.js';
import { historyRoutes } from './history-routes.js';
import { historyRow, LIST_ID } from './history-row.js';
import { type QueryForm, queryForm } from './query-form.js';

export interface HistoryPage extends QueryForm {
  /** Newest first. */
  readonly events: readonly BinnacleEvent[];
  readonly older: bigint | undefined;
  readonly newer: bigint | undefined;
  /** Position from which the live tail goes on; undefined on a page that does not end at the newest event. */
  readonly liveAfter: bigint | undefined;
  readonly live: boolean;
  /** Absent while live, and while there is nothing to draw. */
  readonly histogram?: Histogram;
  /** Of this server, without a trailing slash. */
  readonly baseUrl: string;
}

/** What was, by a query: rows, pages both ways, and the same query live. */
export const historyView = (page: HistoryPage): Html =>
  html`<main class="history" id="history"><h1 class="visually-hidden">History</h1>${queryForm(page)}${page.histogram && histogramView(page.histogram, page.query)}
<section class="panel panel-full" aria-labelledby="found"><div class="history-bar"><h2 id="found">${count(page)}</h2>${liveToggle(page)}${curl(page)}</div><div class="panel-body">${
    page.events.length === 0 && !page.live ? nothing(page) : rows(page)
  }</div></section>${paging(page)}${page.live && page.liveAfter !== undefined && stream(page)}</main>`;

const rows = ({ events }: HistoryPage): Html =>
  html`<ol class="log history-log" id="${LIST_ID}">${events.map(historyRow)}</ol>`;

function count({ events, older, newer, live, mistake }: HistoryPage): string {
  if (mistake) return 'Not searched';
  if (live) return 'Live';
  const more = older !== undefined || newer !== undefined;
  return `${events.length} event${events.length === 1 ? '' : 's'}${more ? ' on this page' : ''}`;
}

function nothing({ query, mistake }: HistoryPage): Html {
  if (mistake) return emptyState('The query has a mistake', 'It is marked above.');
  return query
    ? emptyState('No event matches', 'Take a term away, or look at a longer time.')
    : emptyState(
        'No events yet',
        html`Every event of your agents is kept here. <a href="/connect">Connect an agent</a>`,
      );
}

/** A link, so that it works in any window; the live tail is a view with an address of its own. */
function liveToggle({ query, live, mistake }: HistoryPage): Html {
  if (mistake) return html``;
  const off = historyRoutes.page({ query });
  const on = `${off}${off.includes('?') ? '&' : '?'}live=1`;
  return html`<a class="chip" href="${live ? off : on}"${live && html` aria-current="true"`}>${live ? 'Stop' : 'Live tail'}</a>`;
}

const curl = ({ query, baseUrl, mistake }: HistoryPage): Html =>
  mistake
    ? html``
    : html`<button class="plain" type="button" data-copy="#history-curl">Copy as curl</button><code class="visually-hidden" id="history-curl">curl -G ${shellQuoted(`${baseUrl}/api/v1/events`)}${query && ` --data-urlencode ${shellQuoted(`query=${query}`)}`}</code>`;

const shellQuoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

const paging = ({ query, older, newer, live }: HistoryPage): Html =>
  live
    ? html``
    : html`<nav class="paging" aria-label="Pages of the result">${newer !== undefined && html`<a class="chip" rel="prev" href="${historyRoutes.page({ query, after: newer })}">Newer</a>`}${older !== undefined && html`<a class="chip" rel="next" href="${historyRoutes.page({ query, before: older })}">Older</a>`}</nav>`;

const stream = ({ query, liveAfter }: HistoryPage): Html => {
  const get = action('get', historyRoutes.live({ query, after: liveAfter }), {
    retry: 'always',
    retryMaxCount: 'endless',
    requestCancellation: 'cleanup',
    noSignals: true,
  });
  return html`<div id="stream"${init(get)}></div>`;
};
