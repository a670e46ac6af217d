import { tokenise } from './tokenise.js';

/** The query for another time: its `from:` and `to:` are replaced, or taken away, and everything else stays as it was typed. */
export function withTimes(query: string, times: { readonly from?: string; readonly to?: string }): string {
  const terms = tokenise(query);
  const kept = terms
    .map(({ field, index }, place) => ({ field, text: query.slice(index, terms[place + 1]?.index).trim() }))
    .filter(({ field }) => field !== 'from' && field !== 'to')
    .map(({ text }) => text);
  if (times.from !== undefined) kept.push(`from:${times.from}`);
  if (times.to !== undefined) kept.push(`to:${times.to}`);
  return kept.join(' ');
}
