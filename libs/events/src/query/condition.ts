/**
 * One requirement on an event, beyond what has a column condition of its own in an index. All conditions of a filter must
 * hold. `matchesCondition` is what the SQL of the archive means; a property test holds them equal.
 */
import type { BinnacleEvent } from '../event.js';
import { matchesPatterns, type PatternSet } from '../pattern.js';

export const REFERENCE_FIELDS = ['id', 'agentId', 'graphId', 'nodeId', 'sessionId', 'parentId'] as const;
export type ReferenceField = (typeof REFERENCE_FIELDS)[number];

export type Comparison = '=' | '>' | '>=' | '<' | '<=';
export type PayloadLiteral = string | number | boolean | null;

export type Condition = { readonly negated: boolean } & (
  | { readonly kind: 'type'; readonly patterns: PatternSet }
  | { readonly kind: 'reference'; readonly field: ReferenceField; readonly values: readonly string[] }
  /** `=` compares like with like; a bare number also equals the same text. The others compare numbers only. */
  | {
      readonly kind: 'payload';
      readonly path: readonly string[];
      readonly comparison: Comparison;
      readonly values: readonly PayloadLiteral[];
    }
  /** Anywhere in the payload's JSON, keys too; upper and lower case of A to Z are the same. */
  | { readonly kind: 'text'; readonly text: string }
);

export const matchesConditions = (conditions: readonly Condition[] | undefined, event: BinnacleEvent): boolean =>
  conditions?.every((condition) => holds(condition, event) !== condition.negated) ?? true;

function holds(condition: Condition, event: BinnacleEvent): boolean {
  switch (condition.kind) {
    case 'type':
      return matchesPatterns(condition.patterns, event);
    case 'reference':
      return condition.values.includes(event[condition.field] ?? '');
    case 'payload':
      return condition.values.some((value) => compare(at(event.payload, condition.path), condition.comparison, value));
    case 'text':
      return foldCase(JSON.stringify(event.payload)).includes(foldCase(jsonText(condition.text)));
  }
}

/** As the text stands between the quotes of a JSON string. */
export const jsonText = (text: string): string => JSON.stringify(text).slice(1, -1);

const foldCase = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

function at(payload: unknown, path: readonly string[]): unknown {
  let value = payload;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, key))
      return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

function compare(found: unknown, comparison: Comparison, wanted: PayloadLiteral): boolean {
  if (comparison === '=') return found === wanted;
  if (typeof found !== 'number' || typeof wanted !== 'number') return false;
  if (comparison === '>') return found > wanted;
  if (comparison === '>=') return found >= wanted;
  return comparison === '<' ? found < wanted : found <= wanted;
}
