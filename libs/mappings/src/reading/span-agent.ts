import type { SpanRecord } from '@binnacle/plugin-kit';
import { text } from './attributes.js';

const UNNAMED = /^unknown_service/;

/** An agent's run that does not name its agent: the span's name, unless somebody has named the service, which is then the agent. */
export function spanAgent({ resource, name }: SpanRecord): string | undefined {
  const service = text(resource, 'service.name');
  return service === undefined || UNNAMED.test(service) ? name || undefined : undefined;
}
