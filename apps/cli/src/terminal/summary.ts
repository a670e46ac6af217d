import type { WireEvent } from '@binnacle/events';
import { plainLine } from './plain-text.js';

/** Payload fields that say most, in this order. */
const TELLING = [
  'tool_name',
  'input',
  'output',
  'question',
  'answer',
  'label',
  'text',
  'message',
  'error',
  'summary',
  'task',
  'reason',
  'model',
];
const LONGEST = 400;

/** What an event is about, on one safe line. */
export function summary({ payload }: WireEvent): string {
  const parts = TELLING.flatMap((name) => textOf(payload[name]));
  if (typeof payload.completed === 'number') parts.unshift(`${payload.completed}/${payload.total ?? '?'}`);
  if (parts.length === 0) parts.push(...textOf(payload.result ?? (Object.keys(payload).length > 0 ? payload : null)));
  if (typeof payload.duration_ms === 'number') parts.push(duration(payload.duration_ms));
  return plainLine(parts.join('  ').slice(0, LONGEST));
}

function textOf(value: unknown): string[] {
  if (value === undefined || value === null || value === '') return [];
  return [typeof value === 'string' ? value : JSON.stringify(value)];
}

const duration = (ms: number): string =>
  ms < 1_000 ? `${Math.round(ms * 10) / 10} ms` : `${Math.round(ms / 100) / 10} s`;
