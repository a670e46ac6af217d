import { type EventDraft, type JsonValue, parseTimestamp, type TimeoutPolicy, usableFields } from '@binnacle/events';

/** When a question ends by itself, and how. */
export interface Deadline {
  /** Canonical ISO 8601; null = it never expires. */
  readonly expiresAt: string | null;
  readonly onTimeout: TimeoutPolicy;
  /** What `default` answers. */
  readonly fallback: JsonValue;
}

/** A year; further ahead is a mistake in the unit. */
const MAX_TIMEOUT_MS = 366 * 86_400_000;

export function deadlineOf({ payload, receivedAt }: EventDraft): Deadline {
  const fields = usableFields(payload);
  const seconds = typeof fields.timeout_seconds === 'number' ? fields.timeout_seconds : undefined;
  const onTimeout = (fields.on_timeout as TimeoutPolicy | null) ?? 'wait';
  const fallback = (fields.default ?? null) as JsonValue;
  if (typeof fields.expires_at === 'string') {
    return { expiresAt: parseTimestamp(fields.expires_at) ?? null, onTimeout, fallback };
  }
  if (seconds === undefined) return { expiresAt: null, onTimeout, fallback };
  // From its arrival: by the agent's own clock it might expire before it is seen, or days late.
  const asked = Date.parse(receivedAt);
  return { expiresAt: new Date(asked + Math.min(seconds * 1_000, MAX_TIMEOUT_MS)).toISOString(), onTimeout, fallback };
}
