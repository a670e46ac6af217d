import type { EventDraft } from '@binnacle/events';

/** As long as an agent may have tried to send its question; what is further off is a wrong clock. */
const BELIEVED_MS = 600_000;

/** Since when the agent waits, by the clock of the server: one that is wrong must neither jump the queue nor come last for ever. */
export function askedAt({ timestamp, receivedAt }: Pick<EventDraft, 'timestamp' | 'receivedAt'>): string {
  const late = Date.parse(receivedAt) - Date.parse(timestamp);
  return late >= 0 && late <= BELIEVED_MS ? timestamp : receivedAt;
}
