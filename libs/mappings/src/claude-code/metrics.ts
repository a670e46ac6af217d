/** Counters of Claude Code. They say in sums what its log records and spans say call by call. */
import type { Mapped, MetricPoint } from '@binnacle/plugin-kit';
import { known, text } from '../reading/attributes.js';
import { cliOwner } from '../reading/cli-owner.js';
import { CLAUDE_CODE } from './client.js';

const TOKENS: Readonly<Record<string, string>> = {
  input: 'input_tokens',
  output: 'output_tokens',
  cacheRead: 'cache_read_tokens',
  cacheCreation: 'cache_write_tokens',
};
const DELTA = 1;

export function claudeMetric(point: MetricPoint): Mapped | undefined {
  const { name, value, attributes, temporality } = point;
  const type = text(attributes, 'type') ?? '';
  const field = name === 'claude_code.cost.usage' ? 'cost_usd' : name === 'claude_code.token.usage' && TOKENS[type];
  if (!field || !Number.isFinite(value) || value < 0) return undefined;
  const owner = cliOwner(point, CLAUDE_CODE);
  // A running total can't be added to others, nor what calls may tell of a session that is not named.
  if (temporality !== DELTA || !owner.sessionId) return { ...owner, events: [], keepRaw: true };
  return {
    ...owner,
    events: [{ type: 'model:usage', payload: known({ model: text(attributes, 'model'), [field]: value }) }],
  };
}
