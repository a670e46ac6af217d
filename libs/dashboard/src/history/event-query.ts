import {
  BinnacleError,
  type Condition,
  intersectPatterns,
  MAX_REFERENCE_CHARS,
  type PatternSet,
  parsePatterns,
  parseQuery,
  parseTimestamp,
  type ReferenceField,
} from '@binnacle/events';
import { refuseUnknown } from '@binnacle/http';
import { type EventQuery, selectionOf } from '@binnacle/persistence';

export type QueryParameters = Readonly<Record<string, string | readonly string[] | undefined>>;

const SELECTION = ['query', 'type', 'agent_id', 'graph_id', 'session_id', 'node_id', 'parent_id', 'from', 'to'];
export const DEFAULT_LIMIT = 100;
export const MAX_LIMIT = 1_000;

/**
 * Which events are asked for, without their place in the list.
 *
 * @param others what the address takes besides; anything else is refused, because a misspelt filter that is ignored shows
 *   everything and looks like an answer
 * @throws BinnacleError `invalid_query`, `invalid_pattern`
 */
export function readSelection(
  project: string,
  parameters: QueryParameters,
  others: readonly string[],
): Omit<EventQuery, 'order' | 'limit'> {
  refuseUnknown(parameters, [...SELECTION, ...others]);
  const {
    patterns,
    from,
    to,
    conditions = [],
    ...columns
  } = selectionOf(parseQuery(single(parameters, 'query') ?? ''));
  const given: Condition[] = [];
  const selected: Record<string, string | undefined> = { ...columns };
  for (const [name, field] of REFERENCES) {
    const value = reference(parameters, name);
    if (value === undefined) continue;
    // Both hold when the query names another: an event has one, so nothing is found.
    if (selected[field] === undefined) selected[field] = value;
    else given.push({ kind: 'reference', negated: false, field, values: [value] });
  }
  const all = [...conditions, ...given];
  return {
    project,
    ...selected,
    patterns: both(patterns, parameters.type === undefined ? undefined : parsePatterns(parameters.type)),
    from: latest(from, time(parameters, 'from')),
    to: earliest(to, time(parameters, 'to')),
    ...(all.length > 0 && { conditions: all }),
  };
}

const REFERENCES: readonly (readonly [string, ReferenceField])[] = [
  ['agent_id', 'agentId'],
  ['graph_id', 'graphId'],
  ['session_id', 'sessionId'],
  ['node_id', 'nodeId'],
  ['parent_id', 'parentId'],
];

const both = (a: PatternSet | undefined, b: PatternSet | undefined) => (a && b ? intersectPatterns(a, b) : (a ?? b));
// Canonical timestamps sort as text.
const latest = (a: string | undefined, b: string | undefined) => (a && b ? (a > b ? a : b) : (a ?? b));
const earliest = (a: string | undefined, b: string | undefined) => (a && b ? (a < b ? a : b) : (a ?? b));

export function readOrder(parameters: QueryParameters): 'asc' | 'desc' {
  const order = single(parameters, 'order') ?? 'desc';
  if (order !== 'asc' && order !== 'desc') throw invalid('order', 'must be asc or desc');
  return order;
}

export function readLimit(parameters: QueryParameters): number {
  const text = single(parameters, 'limit');
  if (text === undefined) return DEFAULT_LIMIT;
  const limit = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > MAX_LIMIT) throw invalid('limit', `must be 1 to ${MAX_LIMIT}`);
  return limit;
}

/** A position in the archive. */
export function readSeq(name: string, text: string | undefined): bigint | undefined {
  if (text === undefined || text === '') return undefined;
  const seq = /^\d{1,19}$/.test(text) ? BigInt(text) : undefined;
  if (seq === undefined || seq > 9_223_372_036_854_775_806n) throw invalid(name, 'must be a `seq`: a decimal number');
  return seq;
}

/** The one value of a parameter. @throws BinnacleError `invalid_query` when it is given twice */
export function single(parameters: QueryParameters, name: string): string | undefined {
  const value = parameters[name];
  if (value === undefined || value === '') return undefined;
  if (typeof value !== 'string') throw invalid(name, 'may be given once');
  return value;
}

function reference(parameters: QueryParameters, name: string): string | undefined {
  const value = single(parameters, name);
  if (value && (value.length > MAX_REFERENCE_CHARS || value.includes('\0'))) {
    throw invalid(name, `must be a text of at most ${MAX_REFERENCE_CHARS} characters`);
  }
  return value;
}

/** Canonical ISO 8601. @throws BinnacleError `invalid_query` */
export function time(parameters: QueryParameters, name: string): string | undefined {
  const value = single(parameters, name);
  if (value === undefined) return undefined;
  const timestamp = parseTimestamp(/^\d{1,15}$/.test(value) ? Number(value) : value);
  if (!timestamp) throw invalid(name, 'must be ISO 8601 or epoch milliseconds');
  return timestamp;
}

export const invalid = (parameter: string, why: string) =>
  new BinnacleError('invalid_query', `\`${parameter.slice(0, 60)}\` ${why}`, { parameter: parameter.slice(0, 60) });
