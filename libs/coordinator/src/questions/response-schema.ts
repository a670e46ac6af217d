import { BinnacleError, isJsonObject, type JsonObject, type JsonValue } from '@binnacle/events';
import { Validator } from '@cfworker/json-schema';

/** Characters of a schema. */
const MAX_SCHEMA_CHARS = 65_536;
/** They run somebody's regular expression, or fetch. */
const REFUSED: ReadonlySet<string> = new Set(['pattern', 'patternProperties', '$ref', '$dynamicRef']);

/** Whether a value fits the schema that the agent gave. @throws BinnacleError `answer_invalid` naming the first place that does not */
export function assertFits(schema: JsonObject, value: JsonValue): void {
  const { valid, errors } = new Validator(schema, '2020-12', true).validate(value);
  if (valid) return;
  // The last one is the innermost.
  const error = errors.at(-1);
  const field = `value${(error?.instanceLocation ?? '#').slice(1).replaceAll('/', '.')}`;
  throw new BinnacleError('answer_invalid', `\`${field}\`: ${error?.error ?? 'does not fit the schema'}`, { field });
}

/**
 * A schema is code of whoever asks: it is interpreted, and may neither bring regular expressions nor point elsewhere.
 *
 * @throws BinnacleError `field_invalid`
 */
export function assertSchema(schema: JsonObject): void {
  const chars = JSON.stringify(schema).length;
  if (chars > MAX_SCHEMA_CHARS) throw refused(`has ${chars} characters; the limit is ${MAX_SCHEMA_CHARS}`);
  const keyword = refusedIn(schema);
  if (keyword) throw refused(`uses ${keyword}, which is not supported`);
  try {
    new Validator(schema, '2020-12').validate({});
  } catch (error) {
    throw refused(`is no JSON schema: ${error instanceof Error ? error.message : error}`);
  }
}

export function isUsable(schema: JsonObject): boolean {
  try {
    assertSchema(schema);
    return true;
  } catch {
    return false;
  }
}

function refusedIn(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.map(refusedIn).find((found) => found !== undefined);
  if (!isJsonObject(value)) return undefined;
  for (const [key, item] of Object.entries(value)) {
    if (REFUSED.has(key) && typeof item === 'string') return key;
    if (key === 'patternProperties') return key;
    const inside = refusedIn(item);
    if (inside) return inside;
  }
  return undefined;
}

const refused = (detail: string) =>
  new BinnacleError('field_invalid', `\`response_schema\` ${detail}`, { field: 'response_schema' });
