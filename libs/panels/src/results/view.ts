import {
  attributes,
  duration,
  emptyState,
  type Html,
  html,
  listId,
  newRows,
  partId,
  preserve,
  preview,
  routes,
  timeAgo,
} from '@binnacle/plugin-kit';
import type { Result, ResultsState } from './state.js';

export const PANEL = 'results';

export const view = ({ results }: ResultsState): Html =>
  results.size === 0
    ? emptyState('No results yet', 'What agents finish with, and what they fail with, is kept here.')
    : html`<ol class="results" id="${listId(PANEL)}">${results.toArray().map(row)}</ol>`;

export const delta = (previous: ResultsState, next: ResultsState) => newRows(previous.results, next.results, row);

const row = (result: Result): Html =>
  html`<li${attributes({
    id: partId(PANEL, result.seq),
    class: `result ${result.failed ? 'is-failed' : 'is-completed'}`,
    'data-nav': true,
    tabindex: -1,
  })}><details${attributes({ id: partId(PANEL, result.seq, 'more') })}${preserve('open')}><summary><span class="state">${result.failed ? 'failed' : 'completed'}</span><span class="result-who">${result.who}</span>${timeAgo(result.timestamp)}<span class="result-line">${preview(result.text, 200) || 'no text'}</span></summary><pre>${result.text || 'The agent gave no text.'}</pre><p class="quiet">${result.durationMs !== null && `took ${duration(result.durationMs)} · `}<a href="${routes.eventPage(result.id)}">Whole event</a></p></details></li>`;
