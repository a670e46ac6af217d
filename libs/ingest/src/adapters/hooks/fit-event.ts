import {
  BinnacleError,
  cutPayload,
  DEFAULT_LIMITS,
  inspectJson,
  type JsonObject,
  type WireEventInput,
} from '@binnacle/events';

/** Room for what is put around the payload. */
const ENVELOPE_BYTES = 4_096;

/**
 * The event with its longest texts cut until it is within the limits: a hook is not sent twice, and a file of two megabytes
 * that a tool read must not cost the event that says so.
 */
export function fitEvent(event: WireEventInput): WireEventInput {
  const payload = (event.payload ?? {}) as Record<string, unknown>;
  return fits(payload) ? event : { ...event, payload: cutPayload(payload, fits) as JsonObject };
}

function fits(payload: unknown): boolean {
  if (Buffer.byteLength(JSON.stringify(payload)) > DEFAULT_LIMITS.eventBytes - ENVELOPE_BYTES) return false;
  try {
    inspectJson(payload, 'payload', DEFAULT_LIMITS.payloadDepth);
    return true;
  } catch (error) {
    if (error instanceof BinnacleError) return false;
    throw error;
  }
}
