import { asksForTypes, parseQuery } from '@binnacle/events';
import { selectionOf } from '@binnacle/persistence';

/** What the history shows for a query: hidden types only to those who ask for types. @throws BinnacleError `invalid_query` */
export function shownSelection(query: string) {
  const parsed = parseQuery(query);
  return { ...selectionOf(parsed), shown: !asksForTypes(parsed) };
}
