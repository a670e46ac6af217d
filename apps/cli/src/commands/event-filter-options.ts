import type { EventFilter } from '@binnacle/client';
import { parseQuery } from '@binnacle/events';
import type { Command } from 'commander';

export interface EventFilterOptions {
  readonly type?: string[];
  readonly agent?: string;
  readonly graph?: string;
  readonly session?: string;
}

/** The filters that `tail` and `query` share. */
export const withEventFilters = (command: Command): Command =>
  command
    .argument(
      '[query...]',
      "such as type:tool:failed 'payload.duration_ms>=1000' timeout; see docs/reference/queries.md",
    )
    .option('--type <pattern...>', "event types: 'agent:*', tool:failed, …")
    .option('--agent <id>', 'events of this agent')
    .option('--graph <id>', 'events of this graph')
    .option('--session <id>', 'events of this session');

/** @throws BinnacleError `invalid_query` before anything is sent */
export function eventFilter(
  { type, agent, graph, session }: EventFilterOptions,
  terms: readonly string[],
): EventFilter {
  const query = terms.join(' ');
  parseQuery(query);
  return {
    query,
    type,
    agentId: agent,
    graphId: graph,
    sessionId: session,
  };
}
