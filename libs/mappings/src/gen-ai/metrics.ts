/**
 * The token histogram of the GenAI conventions. It names no session, so nobody can tell whether spans tell of the same calls:
 * it is kept for who asks, hidden, where no sum adds it up.
 */
import { identityOf, type Mapped, type MetricPoint } from '@binnacle/plugin-kit';

const KEPT = new Set(['gen_ai.client.token.usage', 'gen_ai.client.inference.token.usage', 'gen_ai.client.cost']);

export function genAiMetric({ name, attributes, value }: MetricPoint): Mapped | undefined {
  if (!KEPT.has(name) || !Number.isFinite(value)) return undefined;
  return { ...identityOf(attributes), events: [], keepRaw: true };
}
