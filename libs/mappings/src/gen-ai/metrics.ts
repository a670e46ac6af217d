/**
 * The token histogram of the GenAI conventions. It names no session, so nobody can tell whether spans tell of the same calls:
 * it is kept for who asks, in fields that no sum adds up.
 */
import { identityOf, type Mapped, type MetricPoint } from '@binnacle/plugin-kit';
import { known, text } from '../reading/attributes.js';

export function genAiMetric({ name, attributes, value, count, temporality }: MetricPoint): Mapped | undefined {
  if (name !== 'gen_ai.client.token.usage' || !Number.isFinite(value)) return undefined;
  const payload = known({
    model: text(attributes, 'gen_ai.response.model', 'gen_ai.request.model'),
    provider: text(attributes, 'gen_ai.provider.name', 'gen_ai.system'),
    operation: text(attributes, 'gen_ai.operation.name'),
    token_type: text(attributes, 'gen_ai.token.type'),
    tokens: value,
    calls: count,
    is_running_total: temporality === 2,
    hidden: true,
  });
  return { ...identityOf(attributes), events: [{ type: 'model:usage', payload }] };
}
