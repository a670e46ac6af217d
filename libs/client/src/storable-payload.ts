/**
 * A copy of a payload that JSON and Postgres can hold whole, whatever an agent put in: NUL and lone surrogates become
 * U+FFFD, BigInt becomes text, an Error its name and message, a cycle or too deep a branch a visible mark. Never throws.
 */
import { DEFAULT_LIMITS, toStorable } from '@binnacle/events';

export function storablePayload(payload: object): Record<string, unknown> {
  const copy = copyOf(payload, []);
  return typeof copy === 'object' && copy !== null && !Array.isArray(copy) ? (copy as Record<string, unknown>) : {};
}

function copyOf(value: unknown, above: readonly object[]): unknown {
  switch (typeof value) {
    case 'string':
      return toStorable(value);
    case 'number':
      return Number.isFinite(value) ? value : null;
    case 'boolean':
      return value;
    case 'bigint':
      return value.toString();
    case 'object':
      return value === null ? null : copyOfObject(value, above);
    default:
      // Functions and symbols: JSON leaves them out, and so does this.
      return undefined;
  }
}

function copyOfObject(value: object, above: readonly object[]): unknown {
  if (above.includes(value)) return '[circular]';
  if (above.length >= DEFAULT_LIMITS.payloadDepth) return '[nested too deeply]';
  try {
    if (value instanceof Error) return toStorable({ name: String(value.name), message: String(value.message) });
    const path = [...above, value];
    if ('toJSON' in value && typeof value.toJSON === 'function') return copyOf(value.toJSON(), path);
    if (Array.isArray(value)) return value.map((item) => copyOf(item, path) ?? null);
    const fields = Object.entries(value).map(([key, child]) => [toStorable(key), copyOf(child, path)] as const);
    return Object.fromEntries(fields.filter(([, child]) => child !== undefined));
  } catch {
    // A getter or toJSON that throws must not cost the rest of the event.
    return '[unreadable]';
  }
}
