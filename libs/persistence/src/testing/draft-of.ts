import { type BinnacleEvent, createEvent, type EventDraft, type EventInput, parseEvent } from '@binnacle/events';

/** A draft as the ingest path would make it; `project` and the arrival may be given too. */
export function draftOf(
  type: string,
  input: EventInput<string> & { readonly project?: string; readonly receivedAt?: string } = {},
): EventDraft {
  const { project = 'default', receivedAt = new Date().toISOString(), ...event } = input;
  return parseEvent(createEvent(type, event), { project, receivedAt });
}

/** An archived event that no archive has. */
export const archivedOf = (seq: bigint | number, draft: EventDraft): BinnacleEvent => ({ ...draft, seq: BigInt(seq) });
