import type { BinnacleEvent } from '@binnacle/events';
import { Timeline } from '@binnacle/plugin-kit/testing';

const RUNS = 250;
const TOOLS = ['bash', 'grep', 'read', 'edit', 'fetch'];

/** A day of agents for a benchmark: 2,750 events of the well-known types, always the same. */
export function benchEvents(): BinnacleEvent[] {
  const day = new Timeline();
  for (let run = 0; run < RUNS; run++) {
    const actor = { agentId: `agent-${run % 8}`, sessionId: `session-${run}` };
    const failed = run % 10 === 0 ? { error: 'the disk is full' } : {};
    day.agentRun({ ...actor, ...failed, task: `task ${run}`, result: 'done' }, () => {
      day.modelCall({ inputTokens: 500 + run, costUsd: 0.01 });
      day.toolCall({ tool: TOOLS[run % TOOLS.length], durationMs: 5 + run });
      day.toolCall({ tool: 'test', ...failed });
      day.event('graph:progress', { payload: { completed: run + 1, total: RUNS, label: `run ${run}` } });
      day.question({ question: `Go on with ${run}?`, answer: 'yes' });
    });
  }
  return day.events;
}
