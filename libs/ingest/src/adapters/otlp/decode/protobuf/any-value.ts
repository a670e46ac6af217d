import type { JsonObject, JsonValue } from '@binnacle/events';
import type { AnyValue, KeyValue } from '../../protobuf/opentelemetry/proto/common/v1/common_pb.js';
import { MAX_DEPTH, plainInteger, plainNumber, plainText, setKey, TOO_DEEP } from '../plain.js';

export function attributesOf(pairs: readonly KeyValue[], depth = 1): JsonObject {
  const attributes: JsonObject = {};
  for (const { key, value } of pairs) setKey(attributes, plainText(key), anyValue(value, depth));
  return attributes;
}

export function anyValue(any: AnyValue | undefined, depth = 1): JsonValue {
  if (depth > MAX_DEPTH) return TOO_DEEP;
  const value = any?.value;
  switch (value?.case) {
    case 'stringValue':
      return plainText(value.value);
    case 'boolValue':
      return value.value;
    case 'intValue':
      return plainInteger(value.value);
    case 'doubleValue':
      return plainNumber(value.value);
    case 'arrayValue':
      return value.value.values.map((item) => anyValue(item, depth + 1));
    case 'kvlistValue':
      return attributesOf(value.value.values, depth + 1);
    case 'bytesValue':
      return Buffer.from(value.value).toString('base64');
    default:
      return null;
  }
}
