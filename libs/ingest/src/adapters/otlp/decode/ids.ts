import { Refusal } from './refusal.js';

const TRACE_CHARS = 32;
const SPAN_CHARS = 16;
const ZEROS = /^0*$/;
const HEX = /^[0-9a-f]*$/;

/** An id as hex digits. @throws Refusal for one that is missing, all zero or of another length */
export const traceId = (hex: string): string => required(hex, TRACE_CHARS, 'traceId');
export const spanId = (hex: string): string => required(hex, SPAN_CHARS, 'spanId');

/** Empty for none. Links, parents and the spans of log records only point: a broken one points nowhere. */
export const optionalTraceId = (hex: string): string => (isId(hex, TRACE_CHARS) ? hex : '');
export const optionalSpanId = (hex: string): string => (isId(hex, SPAN_CHARS) ? hex : '');

function required(hex: string, chars: number, field: string): string {
  if (!isId(hex, chars)) throw new Refusal(`\`${field}\` must be ${chars} hex digits, not all zero`);
  return hex;
}

const isId = (hex: string, chars: number): boolean => hex.length === chars && HEX.test(hex) && !ZEROS.test(hex);
