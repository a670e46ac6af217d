import { type BinnacleEvent, matchesPatterns, type PatternSet } from '@binnacle/events';
import type { IsolatedViewFilter } from '@binnacle/registry';
import { readable } from '../pages/index.js';

/** What one page shows: the choices of all view filters, read from its URL, in their shortest spelling. */
export interface PageSelection {
  /** Equal for every spelling of the same choices: pages with one key share one live view. */
  readonly key: string;
  /** The canonical query string, without `?`; `''` shows everything. */
  readonly query: string;
  /** Canonical value per filter id. */
  readonly values: ReadonlyMap<string, string>;
  readonly patterns: readonly PatternSet[];
  matches(event: BinnacleEvent): boolean;
}

/** {@link PageSelection} of one project's events: what a live view folds. */
export interface ProjectSelection extends PageSelection {
  readonly project: string;
}

/** The same choices within one project: events of others never match. */
export const selectionIn = (project: string, selection: PageSelection): ProjectSelection => ({
  ...selection,
  project,
  matches: (event) => event.project === project && selection.matches(event),
});

export type QueryValues = Readonly<Record<string, string | readonly string[] | undefined>>;

/** @throws BinnacleError of the filter that can't read its value */
export function selectView(
  filters: readonly Pick<IsolatedViewFilter, 'definition' | 'apply'>[],
  query: QueryValues,
): PageSelection {
  const values = new Map<string, string>();
  const parameters = new URLSearchParams();
  const tests: ((event: BinnacleEvent) => boolean)[] = [];
  const patterns: PatternSet[] = [];
  const byParam = [...filters].sort((a, b) => a.definition.param.localeCompare(b.definition.param));
  for (const { definition, apply } of byParam) {
    const given = query[definition.param];
    const selection = apply(typeof given === 'string' ? given : (given ?? []).join(','));
    values.set(definition.id, selection.canonical);
    if (selection.canonical === '') continue;
    parameters.set(definition.param, selection.canonical);
    if (selection.patterns) patterns.push(selection.patterns);
    tests.push(
      selection.patterns ? (event) => matchesPatterns(selection.patterns as PatternSet, event) : selection.matches,
    );
  }
  const text = readable(parameters);
  return { key: text, query: text, values, patterns, matches: (event) => tests.every((test) => test(event)) };
}
