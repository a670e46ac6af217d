import type { EventDraft, QuestionOption } from '@binnacle/events';
import { dedupeKey } from './dedupe-key.js';

/** A row of `questions` about to be written. */
export interface OpenQuestion {
  readonly project: string;
  readonly id: string;
  readonly agent_id: string | null;
  readonly session_id: string | null;
  readonly graph_id: string | null;
  readonly node_id: string | null;
  readonly msg_id: string;
  readonly dedupe_key: string;
  readonly question: string;
  readonly options: readonly QuestionOption[];
  readonly asked_at: string;
}

/**
 * The question an `agent:blocked` asks. Undefined when its sender says that an answer here would reach nobody
 * (`answerable: false`).
 */
export function openQuestion(event: EventDraft): OpenQuestion | undefined {
  const payload = event.payload as Readonly<Record<string, unknown>>;
  if (payload.answerable === false) return undefined;
  const question = typeof payload.question === 'string' ? payload.question : '';
  const msgId = typeof payload.msg_id === 'string' && payload.msg_id !== '' ? payload.msg_id : null;
  return {
    project: event.project,
    id: event.id,
    agent_id: event.agentId,
    session_id: event.sessionId,
    graph_id: event.graphId,
    node_id: event.nodeId,
    msg_id: msgId ?? event.id,
    dedupe_key: dedupeKey(event, msgId, question),
    question,
    options: Array.isArray(payload.options) ? (payload.options as QuestionOption[]) : [],
    asked_at: event.timestamp,
  };
}
