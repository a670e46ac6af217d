import { preview } from './preview.js';

const SHOWN = ['message', 'summary', 'result', 'text', 'error', 'output'];

/** Any JSON value as text for people: a text as it is, of an object the field that says most, else JSON. Cut at `max`. */
export function textOf(value: unknown, max: number): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value.length > max ? `${value.slice(0, max - 1).toWellFormed()}…` : value;
  if (typeof value === 'object' && !Array.isArray(value)) {
    const record = value as Readonly<Record<string, unknown>>;
    const field = SHOWN.find((name) => typeof record[name] === 'string' && record[name] !== '');
    if (field) return textOf(record[field], max);
  }
  return preview(value, max);
}
