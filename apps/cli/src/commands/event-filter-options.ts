import type { EventFilter } from '@binnacle/client';
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
    .option('--type <pattern...>', "event types: 'agent:*', tool:failed, …")
    .option('--agent <id>', 'events of this agent')
    .option('--graph <id>', 'events of this graph')
    .option('--session <id>', 'events of this session');

export const eventFilter = ({ type, agent, graph, session }: EventFilterOptions): EventFilter => ({
  type,
  agentId: agent,
  graphId: graph,
  sessionId: session,
});
