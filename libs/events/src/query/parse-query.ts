/**
 * The query language of REST (`query=`), the command line and the pages: terms separated by spaces, all of which must hold.
 *
 *   type:agent:*,tool:failed   agent:deployer   -session:run-7   from:2026-11-01   to:2026-11-02T12:00Z
 *   payload.tool_name=bash     payload.duration_ms>=1000         payload.input.path!="/etc/passwd"
 *   timeout   "connection refused"   -heartbeat
 */

import { BinnacleError } from '../errors/binnacle-error.js';
import { isStorableText } from '../inspect-json.js';
import { MAX_REFERENCE_CHARS } from '../limits.js';
import { parsePatterns } from '../pattern.js';
import { parseTimestamp } from '../timestamp.js';
import type { Comparison, Condition, PayloadLiteral, ReferenceField } from './condition.js';
import { queryError } from './query-error.js';
import { type Term, tokenise, type Value } from './tokenise.js';

export const MAX_QUERY_CHARS = 2_000;
export const MAX_TERMS = 30;
/** A shorter text would be in nearly every payload, and no index could find it. */
export const MIN_TEXT_CHARS = 3;
const MAX_PATH = 8;

const REFERENCES: Readonly<Record<string, ReferenceField>> = {
  id: 'id',
  agent: 'agentId',
  agent_id: 'agentId',
  graph: 'graphId',
  graph_id: 'graphId',
  node: 'nodeId',
  node_id: 'nodeId',
  session: 'sessionId',
  session_id: 'sessionId',
  parent: 'parentId',
  parent_id: 'parentId',
};
/** For completion and for messages. */
export const QUERY_FIELDS = ['type', 'agent', 'graph', 'node', 'session', 'parent', 'id', 'from', 'to', 'payload.…'];

export interface ParsedQuery {
  readonly conditions: readonly Condition[];
  /** `timestamp >= from`, canonical ISO 8601. */
  readonly from?: string;
  /** `timestamp < to`. */
  readonly to?: string;
}

/** @throws BinnacleError `invalid_query` with `position`, from 1 */
export function parseQuery(query: string): ParsedQuery {
  if (query.length > MAX_QUERY_CHARS) {
    throw queryError(
      query,
      MAX_QUERY_CHARS,
      `a query has at most ${MAX_QUERY_CHARS} characters, this has ${query.length}`,
    );
  }
  if (!isStorableText(query)) throw queryError(query, 0, 'it holds a NUL character or an unpaired surrogate');
  const terms = tokenise(query);
  const excess = terms[MAX_TERMS];
  if (excess) throw queryError(query, excess.index, `a query has at most ${MAX_TERMS} terms`);
  const conditions: Condition[] = [];
  const time: { from?: string; to?: string } = {};
  for (const term of terms) {
    const { field } = term;
    if (field === 'from' || field === 'to') {
      if (time[field] !== undefined) throw queryError(query, term.index, `${field} is given twice`);
      time[field] = timeOf(query, term);
    } else conditions.push(conditionOf(query, term));
  }
  return { conditions, ...time };
}

function conditionOf(query: string, term: Term): Condition {
  const { field, negated } = term;
  if (field === undefined) return textOf(query, term);
  if (field.startsWith('payload.')) return payloadOf(query, term, field.slice('payload.'.length).split('.'));
  const flipped = negated !== (equality(query, term) === '!=');
  if (field === 'type') return { kind: 'type', negated: flipped, patterns: patternsOf(query, term) };
  const reference = Object.hasOwn(REFERENCES, field) ? REFERENCES[field] : undefined;
  if (!reference)
    throw queryError(
      query,
      term.index,
      `there is no field ${field}; known: ${QUERY_FIELDS.join(', ')}. Text with a colon goes in quotes`,
    );
  for (const { text, index } of term.values) {
    if (text.length > MAX_REFERENCE_CHARS)
      throw queryError(query, index, `this has ${text.length} characters; the limit is ${MAX_REFERENCE_CHARS}`);
  }
  return { kind: 'reference', negated: flipped, field: reference, values: term.values.map(({ text }) => text) };
}

/** Everything but the payload is equal or not, and has no order. */
function equality(query: string, { field, operator, index }: Term): '=' | '!=' {
  if (operator === ':' || operator === '=') return '=';
  if (operator === '!=') return '!=';
  throw queryError(query, index, `${field} can be compared with : and != only`);
}

function patternsOf(query: string, { values }: Term) {
  for (const { text, index } of values) {
    try {
      parsePatterns(text);
    } catch (error) {
      if (error instanceof BinnacleError)
        throw queryError(query, index, `${error.detail}; write *, agent:* or agent:blocked`);
      throw error;
    }
  }
  return parsePatterns(values.map(({ text }) => text));
}

function timeOf(query: string, term: Term): string {
  const [value, second] = term.values;
  if (term.negated || equality(query, term) === '!=' || !value || second) {
    throw queryError(
      query,
      term.index,
      `${term.field} takes one time, as ${term.field}:2026-11-23 or ${term.field}:2026-11-23T12:00Z`,
    );
  }
  const text = /^\d{4}-\d\d-\d\d$/.test(value.text) ? `${value.text}T00:00:00Z` : value.text;
  const timestamp = parseTimestamp(/^\d{6,15}$/.test(text) ? Number(text) : text);
  if (!timestamp) throw queryError(query, value.index, 'this is no ISO 8601 time and no epoch milliseconds');
  return timestamp;
}

function payloadOf(query: string, term: Term, path: readonly string[]): Condition {
  const { negated, operator, values, index } = term;
  const valid = path.length <= MAX_PATH && path.every((key) => /^[A-Za-z_][A-Za-z0-9_-]*$/.test(key));
  if (!valid) throw queryError(query, index, `a path is at most ${MAX_PATH} names with dots between them`);
  if (operator === ':' || operator === '=' || operator === '!=') {
    const flipped = negated !== (operator === '!=');
    return { kind: 'payload', negated: flipped, path, comparison: '=', values: values.flatMap(literals) };
  }
  const numbers = values.map(({ text, quoted, index: place }) => {
    if (quoted || !isNumber(text)) throw queryError(query, place, `${operator} compares with a number`);
    return Number(text);
  });
  if (numbers.length > 1) throw queryError(query, index, `${operator} compares with one number`);
  return { kind: 'payload', negated, path, comparison: operator as Comparison, values: numbers };
}

function textOf(query: string, { negated, values: [value], index }: Term): Condition {
  const text = value?.text ?? '';
  if (text.trim().length < MIN_TEXT_CHARS) {
    throw queryError(query, index, `text to look for has at least ${MIN_TEXT_CHARS} characters`);
  }
  return { kind: 'text', negated, text };
}

const isNumber = (text: string): boolean => /^-?(?:\d{1,15}|\d{0,15}\.\d{1,15})$/.test(text);

/** What is written without quotes may be meant as a number, a word of JSON or a text. */
function literals({ text, quoted }: Value): PayloadLiteral[] {
  if (quoted) return [text];
  if (isNumber(text)) return [Number(text), text];
  if (text === 'true' || text === 'false') return [text === 'true', text];
  return text === 'null' ? [null, text] : [text];
}
