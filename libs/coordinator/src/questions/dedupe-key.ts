import { createHash } from 'node:crypto';
import type { EventDraft } from '@binnacle/events';

/**
 * What makes a repeated `agent:blocked` the same question. Remora emits one every 0.5 s while it waits, each with a fresh
 * event id: the `msg_id` tells that they are one. Without it the text does, for as long as the question is open.
 */
export function dedupeKey(event: EventDraft, msgId: string | null, question: string): string {
  const parts = [event.agentId, event.sessionId, msgId, question];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
