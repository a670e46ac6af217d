import { isJsonObject, type JsonObject, type JsonValue } from '@binnacle/events';
import { MAX_DEPTH, plainInteger, plainNumber, plainText, setKey, TOO_DEEP } from '../plain.js';
import { integer, list } from './fields.js';

/** `[{key, value: {stringValue: …}}, …]` */
export function attributesOf(pairs: unknown, depth = 1): JsonObject {
  const attributes: JsonObject = {};
  for (const pair of list(pairs, 'attributes')) {
    if (isJsonObject(pair) && typeof pair.key === 'string') {
      setKey(attributes, plainText(pair.key), anyValue(pair.value, depth));
    }
  }
  return attributes;
}

/** A value whose kind is unknown, or that is not of its kind, is null: one odd attribute must not cost the span. */
export function anyValue(any: unknown, depth = 1): JsonValue {
  if (depth > MAX_DEPTH) return TOO_DEEP;
  if (!isJsonObject(any)) return null;
  if (typeof any.stringValue === 'string') return plainText(any.stringValue);
  if (typeof any.boolValue === 'boolean') return any.boolValue;
  if (any.intValue != null) return plainInteger(integer(any.intValue));
  if (any.doubleValue != null) return doubleOf(any.doubleValue);
  if (isJsonObject(any.arrayValue)) {
    return list(any.arrayValue.values, 'values').map((item) => anyValue(item, depth + 1));
  }
  if (isJsonObject(any.kvlistValue)) return attributesOf(any.kvlistValue.values, depth + 1);
  if (typeof any.bytesValue === 'string') return plainText(any.bytesValue);
  return null;
}

function doubleOf(value: unknown): JsonValue {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' ? plainNumber(number) : null;
}
