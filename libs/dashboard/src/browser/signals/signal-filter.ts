/** Which signals an action means, by dotted path. Unless told otherwise, `_private` ones stay out of requests. */
export interface SignalFilter {
  include?: RegExp | string;
  exclude?: RegExp | string;
}

export const LOCAL_SIGNALS = /(^|\.)_/;

export function matchesFilter(path: string, { include = /.*/, exclude = /(?!)/ }: SignalFilter): boolean {
  // `search` ignores the position a /g regular expression remembers.
  return path.search(include) >= 0 && path.search(exclude) < 0;
}
