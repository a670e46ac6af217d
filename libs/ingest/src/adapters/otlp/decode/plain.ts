/** What both encodings share about values: anything that arrives becomes JSON that the archive can store. */
import { isStorableText, type JsonObject, type JsonValue, toStorable } from '@binnacle/events';

/** Attributes nested deeper than this are told, not kept: an event's payload is at most 32 deep, and stands around them. */
export const MAX_DEPTH = 24;
export const TOO_DEEP = `[nested deeper than ${MAX_DEPTH} levels]`;

/** Exporters do not send a text again in other words: what Postgres can't store is replaced. */
export const plainText = (text: string): string => (isStorableText(text) ? text : toStorable(text));

/** JSON has neither NaN nor the infinities; they are written as protobuf's JSON writes them. */
export const plainNumber = (value: number): JsonValue => (Number.isFinite(value) ? value : String(value));

/** A number where it is exact, else its digits. */
export const plainInteger = (value: bigint): JsonValue => {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
};

/** Sets a key that may be `__proto__`, which a plain assignment would not keep. */
export function setKey(target: JsonObject, key: string, value: JsonValue): void {
  if (key === '__proto__')
    Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });
  else target[key] = value;
}
