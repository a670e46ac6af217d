import { attributes, type Html, html, routes } from '@binnacle/plugin-kit';
import type { PageFilter } from './page-types.js';

/** View filters as a GET form: the choice is in the URL, can be shared, and works without scripts. */
export const filterBar = (filters: readonly PageFilter[]): Html =>
  html`<form class="filters" method="get" action="/" role="search">${filters.map((filter, index) => field(filter, filters, index === 0))}</form>`;

function field(filter: PageFilter, all: readonly PageFilter[], first: boolean): Html {
  const id = `filter-${filter.id}`;
  return html`<div class="filter"><label for="${id}">${filter.label}</label><div class="filter-field"><input${attributes(
    {
      id,
      type: 'search',
      name: filter.param,
      value: filter.value,
      placeholder: filter.placeholder,
      autocomplete: 'off',
      spellcheck: 'false',
      'data-filter-input': first,
    },
  )}><button type="submit">Filter</button></div></div>
<nav class="chips" aria-label="${filter.label}">${(filter.choices ?? []).map((choice) => chip(filter, choice, all))}</nav>`;
}

function chip(filter: PageFilter, choice: { value: string; label: string }, all: readonly PageFilter[]): Html {
  const query = new URLSearchParams();
  for (const { param, value } of all) {
    const next = param === filter.param ? choice.value : value;
    if (next) query.set(param, next);
  }
  const current = choice.value === filter.value;
  return html`<a${attributes({ class: 'chip', href: routes.dashboard(query.toString()), 'aria-current': current && 'true' })}>${choice.label}</a>`;
}
