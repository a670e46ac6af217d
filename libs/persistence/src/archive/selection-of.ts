import { type Condition, intersectPatterns, type ParsedQuery, type PatternSet } from '@binnacle/events';
import type { EventSelection } from '../stitch/matches-query.js';

type Columns = Pick<EventSelection, 'agentId' | 'graphId' | 'sessionId' | 'nodeId' | 'parentId'>;
const COLUMNS: ReadonlySet<string> = new Set(['agentId', 'graphId', 'sessionId', 'nodeId', 'parentId']);

/** A parsed query as a selection: what has an ordered index of its own in its field, the rest as conditions. */
export function selectionOf({
  conditions,
  from,
  to,
}: ParsedQuery): Omit<EventSelection, 'project' | 'shown' | 'after' | 'before'> {
  const columns: Record<string, string> = {};
  const rest: Condition[] = [];
  let patterns: PatternSet | undefined;
  for (const condition of conditions) {
    const { kind, negated } = condition;
    if (kind === 'type' && !negated) {
      patterns = patterns ? intersectPatterns(patterns, condition.patterns) : condition.patterns;
      continue;
    }
    const [value, second] = kind === 'reference' ? condition.values : [];
    const lifted = kind === 'reference' && !negated && value !== undefined && second === undefined;
    if (lifted && COLUMNS.has(condition.field) && !(condition.field in columns)) columns[condition.field] = value;
    else rest.push(condition);
  }
  return { ...(columns as Columns), patterns, from, to, ...(rest.length > 0 && { conditions: rest }) };
}
