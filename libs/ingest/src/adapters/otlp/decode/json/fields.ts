/**
 * Fields of OTLP/JSON as clients write them: 64-bit numbers as digits or as numbers, enums as numbers or names, and anything that is
 * missing as null, or not at all.
 */
import { isJsonObject, type JsonObject } from '@binnacle/events';
import { plainText } from '../plain.js';
import { Refusal } from '../refusal.js';

const NOTHING: JsonObject = {};
const UNSIGNED = 0xffff_ffff_ffff_ffffn;
const DIGITS = /^-?\d{1,20}$/;

export function object(value: unknown, field: string): JsonObject {
  if (value == null) return NOTHING;
  if (!isJsonObject(value)) throw new Refusal(`\`${field}\` must be an object`);
  return value;
}

export function list(value: unknown, field: string): readonly unknown[] {
  if (value == null) return [];
  if (!Array.isArray(value)) throw new Refusal(`\`${field}\` must be an array`);
  return value;
}

export function text(value: unknown, field: string): string {
  if (value == null) return '';
  if (typeof value !== 'string') throw new Refusal(`\`${field}\` must be a string`);
  return plainText(value);
}

/** A 64-bit integer; 0n for what is none. */
export function integer(value: unknown): bigint {
  if (typeof value === 'number' && Number.isFinite(value)) return BigInt(Math.trunc(value));
  return typeof value === 'string' && DIGITS.test(value) ? BigInt(value) : 0n;
}

/** Nanoseconds since 1970. */
export function nanoseconds(value: unknown, field: string): bigint {
  if (value == null || value === '') return 0n;
  const isNumber = typeof value === 'number' && Number.isFinite(value);
  const ns = isNumber || (typeof value === 'string' && DIGITS.test(value)) ? integer(value) : -1n;
  if (ns < 0n || ns > UNSIGNED) throw new Refusal(`\`${field}\` must be nanoseconds since 1970, as digits`);
  return ns;
}

/** The number of an enum; a name is looked up, and what is unknown is 0, its unspecified. */
export function enumNumber(value: unknown, names: readonly string[]): number {
  if (typeof value === 'number') return Number.isInteger(value) ? value : 0;
  return typeof value === 'string' ? Math.max(0, names.indexOf(value)) : 0;
}

export const number = (value: unknown): number => {
  const parsed = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof parsed === 'number' ? parsed : 0;
};

const BASE64_ID = /^[A-Za-z0-9+/]{11}=$|^[A-Za-z0-9+/]{22}==$/;

/** An id in hex, as OTLP/JSON wants it; a generic protobuf library writes it in base64 instead. */
export function hexId(value: unknown): string {
  if (typeof value !== 'string') return '';
  return BASE64_ID.test(value) ? Buffer.from(value, 'base64').toString('hex') : value.toLowerCase();
}
