import { action, attributes, type Html, html, on } from '@binnacle/plugin-kit';
import { historyRoutes } from './history-routes.js';

export interface QueryMistake {
  readonly message: string;
  /** Character from 1. */
  readonly position: number;
}

export interface QueryForm {
  readonly query: string;
  readonly mistake?: QueryMistake;
  /** Queries offered for completion. */
  readonly suggestions: readonly string[];
}

const COMPLETE = action('get', historyRoutes.complete, { contentType: 'form', retry: 'never' });

/** A GET form: the query is in the URL, works without scripts, and a mistake is shown where it is. */
export const queryForm = ({ query, mistake, suggestions }: QueryForm): Html =>
  html`<form class="query" method="get" action="/history" role="search"><label class="visually-hidden" for="query">Query</label><input${attributes(
    {
      id: 'query',
      type: 'search',
      name: 'query',
      value: query,
      maxlength: 2_000,
      list: 'query-suggestions',
      placeholder: 'type:tool:failed agent:deployer payload.duration_ms>=1000 "connection refused"',
      autocomplete: 'off',
      spellcheck: 'false',
      'data-filter-input': true,
      'aria-invalid': mistake && 'true',
      'aria-describedby': mistake && 'query-mistake',
    },
  )}${on('input', COMPLETE, 'debounce.150ms')}><button class="primary" type="submit">Search</button>${suggestionList(suggestions)}</form>${mistake && mistakeView(query, mistake)}`;

/** Whole queries: a browser offers those that what was typed may become. */
export const suggestionList = (suggestions: readonly string[]): Html =>
  html`<datalist id="query-suggestions">${suggestions.map((text) => html`<option value="${text}"></option>`)}</datalist>`;

/** The query with the place marked. The last place is past its end. */
function mistakeView(query: string, { message, position }: QueryMistake): Html {
  const at = Math.min(position - 1, query.length);
  return html`<div class="query-mistake" id="query-mistake" role="alert"><p>${message.charAt(0).toUpperCase()}${message.slice(1)}.</p><pre>${query.slice(0, at)}<mark>${query.slice(at, at + 1) || ' '}</mark>${query.slice(at + 1)}</pre></div>`;
}
