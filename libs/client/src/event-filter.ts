/** Which events to read; everything given must hold. */
export interface EventFilter {
  /** The query language: `type:tool:* payload.duration_ms>=1000 "connection refused"`. */
  readonly query?: string;
  /** `*`, `agent:*`, `tool:failed`, or a list of them. */
  readonly type?: string | readonly string[];
  readonly agentId?: string;
  readonly graphId?: string;
  readonly sessionId?: string;
  /** `timestamp` at or after; a text is ISO 8601, a number epoch milliseconds. */
  readonly from?: Date | string | number;
  /** `timestamp` before. */
  readonly to?: Date | string | number;
}

export function filterParameters(filter: EventFilter): URLSearchParams {
  const type = typeof filter.type === 'string' ? filter.type : filter.type?.join(',');
  return parameters({
    query: filter.query,
    type,
    agent_id: filter.agentId,
    graph_id: filter.graphId,
    session_id: filter.sessionId,
    from: moment(filter.from),
    to: moment(filter.to),
  });
}

/** Query parameters of what is set. */
export function parameters(values: Readonly<Record<string, string | number | undefined>>): URLSearchParams {
  const set = new URLSearchParams();
  for (const [name, value] of Object.entries(values))
    if (value !== undefined && value !== '') set.set(name, String(value));
  return set;
}

const moment = (time: Date | string | number | undefined) => (time instanceof Date ? time.toISOString() : time);
