import {
  assertStorableText,
  BinnacleError,
  isJsonObject,
  type JsonObject,
  MAX_REFERENCE_CHARS,
} from '@binnacle/events';
import { bodyText, mediaType, parseJson } from '@binnacle/http';

/** Bytes of such a request. */
const BODY_BYTES = 1_048_576;

/**
 * A JSON object, or nothing for an empty body.
 *
 * @param known what is read of it; anything else is refused, because what is misspelt and ignored was meant to do something
 * @throws BinnacleError the body's own codes, `field_invalid`
 */
export async function readFields(
  body: unknown,
  contentType: string | undefined,
  known: readonly string[] | 'any',
): Promise<JsonObject> {
  const text = await bodyText({ body, contentEncoding: undefined, limit: BODY_BYTES });
  if (text.trim() === '') return {};
  mediaType(contentType, ['application/json']);
  const fields = parseJson(text);
  if (!isJsonObject(fields)) throw new BinnacleError('field_invalid', 'the body must be a JSON object');
  const unknown = known === 'any' ? undefined : unknownField(fields, known);
  if (unknown !== undefined) throw new BinnacleError('field_invalid', unknown.detail, { field: unknown.field });
  return fields;
}

/** The first field that nobody reads, and how to say so. */
export function unknownField(
  fields: JsonObject,
  known: readonly string[],
): { readonly field: string; readonly detail: string } | undefined {
  const name = Object.keys(fields).find((one) => !known.includes(one));
  if (name === undefined) return undefined;
  const field = name.slice(0, 60);
  return { field, detail: `\`${field}\` is no field here; known: ${known.join(', ')}` };
}

/** @throws BinnacleError `field_invalid`, `field_too_long` naming field and limit */
export function textField(
  fields: JsonObject,
  name: string,
  { limit = MAX_REFERENCE_CHARS, absent }: TextOptions = {},
): string {
  const value = fields[name] ?? absent;
  if (typeof value !== 'string' || (value.trim() === '' && absent === undefined)) {
    throw new BinnacleError('field_invalid', `\`${name}\` must be a text that is not empty`, { field: name });
  }
  if (value.length > limit) {
    const detail = `\`${name}\` has ${value.length} characters; the limit is ${limit}`;
    throw new BinnacleError('field_too_long', detail, { field: name, limit });
  }
  assertStorableText(value, name);
  return value;
}

interface TextOptions {
  /** Characters. */
  readonly limit?: number;
  /** What it is when it is left out. */
  readonly absent?: string;
}

/** @throws BinnacleError `field_invalid` */
export function amountField(
  fields: JsonObject,
  name: string,
  range: { min: number; max: number; absent: number },
): number {
  const value = fields[name] ?? range.absent;
  if (typeof value === 'number' && value >= range.min && value <= range.max) return value;
  throw new BinnacleError('field_invalid', `\`${name}\` must be a number from ${range.min} to ${range.max}`, {
    field: name,
  });
}
