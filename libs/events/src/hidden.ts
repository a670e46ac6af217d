import { matchesPatterns, parsePatterns } from './pattern.js';
import type { ParsedQuery } from './query/parse-query.js';

/**
 * The one rule of what is hidden: the categories of records kept so that nothing is lost, of OpenTelemetry and of hooks. They are
 * shown to those who ask for them. No other category has hidden events, so that `agent:*` never brings one.
 */
export const HIDDEN_TYPES = parsePatterns(['otel:*', 'raw:*']);

export const isHidden = (event: { readonly category: string; readonly type: string }): boolean =>
  matchesPatterns(HIDDEN_TYPES, event);

/** Whether a query asks for types by name, `type:*` too: then what it names is shown, hidden or not. */
export const asksForTypes = ({ conditions }: ParsedQuery): boolean =>
  conditions.some(({ kind, negated }) => kind === 'type' && !negated);
