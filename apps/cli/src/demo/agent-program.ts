import type { AgentHandle } from '@binnacle/client';
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
  /** For the agents that go on from here. */
  readonly findings: T;
  /** For the person who reads `agent:completed`. */
  readonly summary: string;
  readonly result?: string;
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
    const { findings, summary, result } = await program(work);
    agent.completed({ summary, result: result ?? summary });
    return findings;
  } catch (error) {
    if (signal.aborted) agent.cancelled('the demo was stopped');
    else agent.failed(error);
    throw error;
  }
}
