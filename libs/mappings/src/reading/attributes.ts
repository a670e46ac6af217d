/** Attributes as clients write them: a number may be a text, a list may be the JSON of one, and a flag may be "true". */
import type { JsonObject, JsonValue } from '@binnacle/plugin-kit';

type Keys = readonly string[];

/** The first that is a text and not empty, or a number. */
export function text(attributes: JsonObject, ...keys: Keys): string | undefined {
  for (const key of keys) {
    const value = attributes[key];
    if (typeof value === 'string' && value !== '') return value;
    if (typeof value === 'number') return String(value);
  }
  return undefined;
}

/** The first that is a number of 0 or more. */
export function amount(attributes: JsonObject, ...keys: Keys): number | undefined {
  for (const key of keys) {
    const value = attributes[key];
    if (value === '' || (typeof value !== 'number' && typeof value !== 'string')) continue;
    const number = Number(value);
    if (Number.isFinite(number) && number >= 0) return number;
  }
  return undefined;
}

/** The first that is present, read as JSON when it is the text of an object or a list. */
export function json(attributes: JsonObject, ...keys: Keys): JsonValue | undefined {
  for (const key of keys) {
    const value = attributes[key];
    if (value !== undefined && value !== null && value !== '') return typeof value === 'string' ? parsed(value) : value;
  }
  return undefined;
}

/** As {@link json}, and of the JSON of a text the text: what a function gave, whatever it is. */
export function anyJson(attributes: JsonObject, ...keys: Keys): JsonValue | undefined {
  const value = json(attributes, ...keys);
  if (typeof value !== 'string' || !/^".*"$/s.test(value)) return value;
  try {
    return JSON.parse(value) as JsonValue;
  } catch {
    return value;
  }
}

export function parsed(value: string): JsonValue {
  if (!/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as JsonValue;
  } catch {
    return value;
  }
}

/** True, false, or undefined when it is neither; texts too. */
export function flag(attributes: JsonObject, key: string): boolean | undefined {
  const value = attributes[key];
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return undefined;
  const word = value.toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : undefined;
}

/** Without what is not known. */
export const known = (fields: Readonly<Record<string, JsonValue | undefined>>): JsonObject =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as JsonObject;
