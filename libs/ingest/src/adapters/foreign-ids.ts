/** Ids of other conventions in the form that OpenTelemetry has, the same for the same id: nothing has to be looked up. */
import { createHash } from 'node:crypto';

/** 32 hex digits. A UUID, or a `trace_` of OpenAI's, keeps its digits, so that it can still be searched for. */
export const foreignTraceId = (id: string): string => hex(id, 32);
/** 16 hex digits. */
export const foreignSpanId = (id: string): string => hex(id, 16);

function hex(id: string, chars: number): string {
  const digits = id
    .toLowerCase()
    .replace(/^(trace|span)_/, '')
    .replaceAll('-', '');
  if (digits.length === chars && /^[0-9a-f]+$/.test(digits) && /[^0]/.test(digits)) return digits;
  return createHash('sha256').update(id).digest('hex').slice(0, chars);
}
