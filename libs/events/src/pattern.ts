/**
 * Patterns over event types: `*`, `agent:*`, `agent:blocked`, or a list of them.
 *
 * Not globs and not regular expressions: the same three forms work in the bus, in SQL and in a panel's `on`.
 */
import { BinnacleError } from './errors/binnacle-error.js';
import { ACTION, CATEGORY } from './event-type.js';

export type EventPattern = '*' | `${string}:*` | `${string}:${string}`;

/** What a list of patterns selects, ready for SQL and for a fast test. `all` wins over the two sets. */
export interface PatternSet {
  readonly all: boolean;
  readonly categories: ReadonlySet<string>;
  readonly types: ReadonlySet<string>;
}

/** At most this many patterns in one list. */
export const MAX_PATTERNS = 50;

/**
 * Parses a list, each item possibly comma-separated as in `?type=agent:*,tool:failed`. An empty list selects everything.
 *
 * @throws BinnacleError `invalid_pattern`
 */
export function parsePatterns(patterns: string | readonly string[]): PatternSet {
  const items = (typeof patterns === 'string' ? [patterns] : patterns).flatMap((item) => item.split(','));
  const names = items.map((item) => item.trim()).filter((item) => item !== '');
  if (names.length > MAX_PATTERNS) {
    throw new BinnacleError('invalid_pattern', `${names.length} patterns given; the limit is ${MAX_PATTERNS}`);
  }
  const categories = new Set<string>();
  const types = new Set<string>();
  let all = names.length === 0;
  for (const name of names) {
    if (name === '*') all = true;
    else {
      const [category = '', action = '', ...rest] = name.split(':');
      const valid = rest.length === 0 && CATEGORY.test(category) && (action === '*' || ACTION.test(action));
      if (!valid) {
        throw new BinnacleError('invalid_pattern', `${JSON.stringify(name.slice(0, 120))} is no event pattern`);
      }
      if (action === '*') categories.add(category);
      else types.add(name);
    }
  }
  return { all, categories, types };
}

/** Does an event type match? `category` is given beside `type` so that nothing is split per event. */
export function matchesPatterns(set: PatternSet, event: { readonly category: string; readonly type: string }): boolean {
  return set.all || set.categories.has(event.category) || set.types.has(event.type);
}

/** The shortest list that means the same, sorted: two spellings of one filter share one live view. */
export function canonicalPatterns(set: PatternSet): EventPattern[] {
  if (set.all) return ['*'];
  const covered = [...set.types].filter((type) => !set.categories.has(type.slice(0, type.indexOf(':'))));
  return [...[...set.categories].map((category) => `${category}:*` as const), ...(covered as EventPattern[])].sort();
}

/** What both sets select. Selects nothing when they have nothing in common. */
export function intersectPatterns(a: PatternSet, b: PatternSet): PatternSet {
  if (a.all) return b;
  if (b.all) return a;
  const within = (set: PatternSet) => (type: string) =>
    set.types.has(type) || set.categories.has(type.slice(0, type.indexOf(':')));
  return {
    all: false,
    categories: new Set([...a.categories].filter((category) => b.categories.has(category))),
    types: new Set([...[...a.types].filter(within(b)), ...[...b.types].filter(within(a))]),
  };
}
