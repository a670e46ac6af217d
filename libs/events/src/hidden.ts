import { matchesPatterns, parsePatterns } from './pattern.js';
import type { ParsedQuery } from './query/parse-query.js';

/** Types kept so that nothing is lost, and shown to those who ask for them: what no mapping and no hook table understands. */
export const HIDDEN_TYPES = parsePatterns(['otel:*', 'agent:hook']);

export const isHidden = (event: { readonly category: string; readonly type: string }): boolean =>
  matchesPatterns(HIDDEN_TYPES, event);

/** Whether a query asks for types by name, `type:*` too: then what it names is shown, hidden or not. */
export const asksForTypes = ({ conditions }: ParsedQuery): boolean =>
  conditions.some(({ kind, negated }) => kind === 'type' && !negated);
