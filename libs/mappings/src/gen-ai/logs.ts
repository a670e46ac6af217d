/** Log records of the GenAI conventions: the same as a span tells, with what was said. */
import { identityOf, isJsonObject, type JsonObject, type LogRecord, type Mapped } from '@binnacle/plugin-kit';
import { known, text } from '../reading/attributes.js';
import { eventName } from '../reading/event-name.js';
import { contentsOf } from './contents-of.js';
import { usageOf } from './usage-of.js';

const DETAILS = 'gen_ai.client.inference.operation.details';

export function genAiLog(record: LogRecord): Mapped | undefined {
  if (eventName(record) !== DETAILS) return undefined;
  const attributes: JsonObject = { ...(isJsonObject(record.body) ? record.body : {}), ...record.attributes };
  const { input, output } = contentsOf({ attributes, events: [] });
  const payload = known({
    model: text(attributes, 'gen_ai.response.model', 'gen_ai.request.model'),
    provider: text(attributes, 'gen_ai.provider.name', 'gen_ai.system'),
    operation: text(attributes, 'gen_ai.operation.name'),
    response_id: text(attributes, 'gen_ai.response.id'),
    input,
    output,
    error: text(attributes, 'error.type'),
    ...usageOf(attributes),
  });
  return { ...identityOf(attributes), events: [{ type: 'model:response', ofSpan: true, payload }] };
}
