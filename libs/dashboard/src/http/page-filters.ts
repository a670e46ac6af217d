import type { IsolatedViewFilter } from '@binnacle/registry';
import type { PageSelection } from '../hub/view-selection.js';
import type { PageFilter } from '../pages/index.js';

/** The view filters as the page shows them, with what its URL chose. */
export const pageFilters = (filters: readonly IsolatedViewFilter[], selection: PageSelection): PageFilter[] =>
  filters.map((filter) => {
    const { id, param, label, placeholder } = filter.definition;
    return { id, param, label, placeholder, choices: filter.choices, value: selection.values.get(id) ?? '' };
  });
