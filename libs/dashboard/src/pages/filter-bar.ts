import { attributes, type Html, html } from '@binnacle/plugin-kit';
import type { PageFilter } from './page-types.js';
import { readable } from './readable-query.js';

/** View filters as a GET form: the choice is in the URL, can be shared, and works without scripts. */
export const filterBar = (filters: readonly PageFilter[], path: `/${string}`): Html =>
  html`<form class="filters" method="get" action="${path}" role="search">${filters.map((filter, index) => field(filter, { filters, path }, index === 0))}</form>`;

interface Bar {
  readonly filters: readonly PageFilter[];
  readonly path: `/${string}`;
}

function field(filter: PageFilter, bar: Bar, first: boolean): Html {
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
<nav class="chips" aria-label="${filter.label}">${(filter.choices ?? []).map((choice) => chip(filter, choice, bar))}</nav>`;
}

function chip(filter: PageFilter, choice: { value: string; label: string }, { filters, path }: Bar): Html {
  const query = new URLSearchParams();
  for (const { param, value } of filters) {
    const next = param === filter.param ? choice.value : value;
    if (next) query.set(param, next);
  }
  const current = choice.value === filter.value;
  return html`<a${attributes({ class: 'chip', href: `${path}${query.size > 0 ? `?${readable(query)}` : ''}`, 'aria-current': current && 'true' })}>${choice.label}</a>`;
}
