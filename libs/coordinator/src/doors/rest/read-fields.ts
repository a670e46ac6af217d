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

/** A JSON object, or nothing for an empty body. @throws BinnacleError the body's own codes, `field_invalid` */
export async function readFields(body: unknown, contentType: string | undefined): Promise<JsonObject> {
  const text = await bodyText({ body, contentEncoding: undefined, limit: BODY_BYTES });
  if (text.trim() === '') return {};
  mediaType(contentType, ['application/json']);
  const fields = parseJson(text);
  if (!isJsonObject(fields)) throw new BinnacleError('field_invalid', 'the body must be a JSON object');
  return fields;
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
