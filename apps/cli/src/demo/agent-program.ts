import type { AgentHandle } from '@binnacle/client';
import type { JsonValue } from '@binnacle/events';
import type { GraphProgress } from './graph-progress.js';
import type { Pace } from './pace.js';

/** What a demo agent works with. */
export interface Workplace {
  readonly agent: AgentHandle;
  readonly folder: string;
  readonly pace: Pace;
  readonly progress: GraphProgress;
  readonly signal: AbortSignal;
}

export interface Outcome<T> {
  /** For the agents that go on from here, and the `result` of `agent:completed`. JSON. */
  readonly findings: T;
  /** For the person who reads `agent:completed`. */
  readonly summary: string;
}

/** Runs an agent's program from `agent:started` to its end, whichever end that is. Throws on what the program throws. */
export async function runAgent<T>(
  task: string,
  work: Workplace,
  program: (work: Workplace) => Promise<Outcome<T>>,
): Promise<T> {
  const { agent, signal } = work;
  agent.started({ name: agent.id, task });
  try {
    const { findings, summary } = await program(work);
    agent.completed({ summary, result: findings as JsonValue });
    return findings;
  } catch (error) {
    if (signal.aborted) agent.cancelled('the demo was stopped');
    else agent.failed(error);
    throw error;
  }
}
