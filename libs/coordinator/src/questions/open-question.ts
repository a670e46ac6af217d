import { contentOf, type EventDraft, shownHash } from '@binnacle/events';
import { askedAt } from './asked-at.js';
import { deadlineOf } from './deadline.js';
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
  readonly asked_at: string;
  /** Everything else, by column. */
  readonly content: Readonly<Record<string, unknown>>;
}

/**
 * The question an `agent:blocked` asks. Undefined when its sender says that an answer here would reach nobody
 * (`answerable: false`).
 */
export function openQuestion(event: EventDraft): OpenQuestion | undefined {
  const payload = event.payload as Readonly<Record<string, unknown>>;
  if (payload.answerable === false) return undefined;
  const content = contentOf(event.payload);
  const { expiresAt, onTimeout, fallback } = deadlineOf(event);
  const msgId = typeof payload.msg_id === 'string' && payload.msg_id !== '' ? payload.msg_id : null;
  return {
    project: event.project,
    id: event.id,
    agent_id: event.agentId,
    session_id: event.sessionId,
    graph_id: event.graphId,
    node_id: event.nodeId,
    msg_id: msgId ?? event.id,
    dedupe_key: dedupeKey(event, msgId, content),
    asked_at: askedAt(event),
    content: {
      kind: content.kind,
      question: content.question,
      options: content.options,
      allow_other: content.allowOther,
      action: content.action,
      allowed: content.allowed,
      response_schema: content.responseSchema,
      items: content.items,
      context: content.context,
      shown_hash: shownHash(content),
      expires_at: expiresAt,
      on_timeout: onTimeout,
      fallback,
    },
  };
}
