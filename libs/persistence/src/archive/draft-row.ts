import { BinnacleError, type EventDraft } from '@binnacle/events';

/** A draft and its JSON, made once: the queue's bound, the group's bound and the statement all use it. */
export interface DraftRow {
  readonly draft: EventDraft;
  readonly json: string;
}

/** @throws BinnacleError `field_invalid` when the payload is no JSON (a cycle, a bigint) */
export function draftRow(draft: EventDraft): DraftRow {
  try {
    // Keys are the columns of `json_to_recordset` in append-sql.ts.
    const json = JSON.stringify({
      project: draft.project,
      id: draft.id,
      timestamp: draft.timestamp,
      received_at: draft.receivedAt,
      category: draft.category,
      action: draft.action,
      agent_id: draft.agentId,
      graph_id: draft.graphId,
      node_id: draft.nodeId,
      session_id: draft.sessionId,
      parent_id: draft.parentId,
      payload: draft.payload,
    });
    return { draft, json };
  } catch (cause) {
    const detail = `the payload of ${draft.id} is no JSON: ${String(cause)}`;
    throw new BinnacleError('field_invalid', detail, { field: 'payload', id: draft.id }, { cause });
  }
}
