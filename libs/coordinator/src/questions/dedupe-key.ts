import type { EventDraft } from '@binnacle/events';
import { actionHash, hashOf, type QuestionContent } from '@binnacle/events';

/**
 * What makes a repeated `agent:blocked` the same question. Remora emits one every 0.5 s while it waits, each with a fresh
 * event id: the `msg_id` tells that they are one. Without it the text does, for as long as the question is open. Another
 * action is another question whatever it is called: an approval holds for what was shown.
 */
export function dedupeKey(
  event: EventDraft,
  msgId: string | null,
  { question, action }: Pick<QuestionContent, 'question' | 'action'>,
): string {
  const parts = [event.agentId, event.sessionId, msgId, question];
  return hashOf(action ? [...parts, actionHash(action)] : parts);
}
